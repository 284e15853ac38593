import type { ProviderChoice } from '../../models/contract/node-messages.ts';
import type { Site } from '../../models/contract/site.ts';
import { PERSON_REID } from '../../models/detector/appearance.ts';
import { DETECTORS } from '../../models/detector/registry.ts';
import type { Logger } from '../../models/host/log.ts';
import { type Appearance, createAppearance } from './appearance.ts';
import { createDetector, type Detector } from './detector.ts';
import { chooseProvider, inferenceThreads } from './provider.ts';
import type { Provider } from './session.ts';
import { locateFirst, locateWeights } from './weights.ts';

export interface EngineOptions {
  detector: Site['detector'];
  log: Logger;
  signal: AbortSignal;
  /** Told when the detector is there, and what it computes on is known. */
  onReady: () => void;
}

/** A node's one detector and its one engine for looks, opened at first need; a failure is tried again at the next. */
export class Engines {
  provider: ProviderChoice = { provider: 'none', medianMs: null, refused: [] };
  model: { name: string | null; note: string | null } = { name: null, note: null };
  private readonly options: EngineOptions;
  private openedDetector: Promise<Detector> | undefined;
  private openedLooks: Promise<Appearance> | undefined;

  constructor(options: EngineOptions) {
    this.options = options;
  }

  detector(): Promise<Detector> {
    this.openedDetector ??= this.openDetector().catch((error) => {
      this.openedDetector = undefined;
      throw error;
    });
    return this.openedDetector;
  }

  appearance(): Promise<Appearance> {
    this.openedLooks ??= this.openAppearance().catch((error) => {
      this.openedLooks = undefined;
      throw error;
    });
    return this.openedLooks;
  }

  async close(): Promise<void> {
    for (const opened of [this.openedDetector, this.openedLooks]) {
      await (await opened?.catch(() => undefined))?.close();
    }
  }

  private async openAppearance(): Promise<Appearance> {
    const { log, signal } = this.options;
    const { path } = await locateFirst([PERSON_REID], { log, signal });
    return createAppearance(path, inferenceThreads());
  }

  private async openDetector(): Promise<Detector> {
    const { log, signal, onReady } = this.options;
    const { model, provider, minScore } = this.options.detector;
    const weights = await locateWeights(model, { log, signal });
    const choice = await chooseProvider(weights.path, provider, signal);
    const detector = await createDetector({
      manifest: weights.manifest,
      path: weights.path,
      provider: choice.provider as Provider,
      minScore,
      threads: inferenceThreads(),
    });
    this.provider = choice;
    const [preferred] = DETECTORS;
    const fallBack = model === 'auto' && weights.manifest.name !== preferred.name;
    const note = fallBack
      ? `${weights.manifest.name} is in use: the weights of ${preferred.name} could not be had`
      : null;
    this.model = { name: weights.manifest.name, note };
    log.info({ model: this.model.name, ...choice }, 'detector ready');
    onReady();
    return detector;
  }
}
