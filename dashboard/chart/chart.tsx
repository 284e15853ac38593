import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import type { ZoneAnswer } from '../../models/contract/api/zones.ts';
import type { Note, Notes } from '../../models/contract/notes.ts';
import { paths } from '../api.ts';
import { clock, count, countOfMany, dayName, figure, percent } from '../format.ts';
import { ChartNotes } from '../notes/chart-notes.tsx';
import type { PageState } from '../state.ts';
import { entranceLines } from '../today/figures.ts';
import { useAnswer } from '../ui/answer.ts';
import { Card, Loaded } from '../ui/card.tsx';
import { useScheme, useSize } from '../ui/media.ts';
import { QualityMark } from '../ui/quality.tsx';
import { type Band, columns, lookOf, options, remember } from './draw.ts';
import { gaps, type Series, trafficSeries, zoneSeries } from './series.ts';

interface Props {
  state: PageState;
  /** By the store's clock. */
  nowMs: number;
  timeZone: string;
  onZone: (zone: string | undefined) => void;
  onRetry: () => void;
}

/** Entries over time; with a zone chosen, the people in it. */
export function ChartCard({ state, nowMs, timeZone, onZone, onRetry }: Props) {
  const { traffic, zone, detail } = state.resources;
  const chosen = detail.data?.zones.find((it) => it.id === state.zone);
  const entrances = entranceLines(detail.data);
  const lines = useMemo(
    () => (entrances.length > 0 ? entrances : (detail.data?.lines ?? []).map((it) => it.id)),
    [detail.data],
  );
  const resource = chosen ? zone : traffic;
  const series = useMemo(
    () =>
      chosen ? zone.data && zoneSeries(zone.data, nowMs) : traffic.data && trafficSeries(traffic.data, lines, nowMs),
    [chosen, zone.data, traffic.data, lines, Math.floor(nowMs / 30_000)],
  );
  const range = resource.data;
  const notesUrl = state.store && range && paths.notes(state.store, { from: range.from, to: range.to });
  const [{ data: noted }] = useAnswer<Notes>(notesUrl, resource.fetchedAtMs);
  const notes = noted?.notes ?? NONE;
  const bucket = (chosen ? zone.data?.bucket : traffic.data?.bucket) ?? 'minute';
  const crossings = entrances.length > 0 || !detail.data ? 'Entries and exits' : 'Crossings of all lines';
  const title = chosen ? `People in ${chosen.name}` : `${crossings} per ${bucket}`;
  const aside = chosen && (
    <button type="button" class="button" onClick={() => onZone(undefined)}>
      Show entries
    </button>
  );
  return (
    <Card title={title} id="card-chart" class="chart-card" url={resource.url} busy={resource.loading} aside={aside}>
      {chosen?.kind === 'fixture' && zone.data && <Interactions of={zone.data.total} />}
      <Loaded<unknown> resource={resource} tall lines={1} onRetry={onRetry}>
        {() =>
          series && (
            <Chart series={series} notes={notes} kind={chosen ? 'steps' : 'bars'} timeZone={timeZone} title={title} />
          )
        }
      </Loaded>
      {notes.length > 0 && <ChartNotes notes={notes} timeZone={timeZone} />}
    </Card>
  );
}

const NONE: Note[] = [];

/** What people did at a fixture in the range. */
function Interactions({ of: { interactions, protection, suppressed } }: { of: ZoneAnswer['total'] }) {
  return (
    <p class="detail" data-testid="interactions">
      {interactionText(interactions, suppressed ? { stops: 'suppressed' } : protection)}
    </p>
  );
}

function interactionText(of: ZoneAnswer['total']['interactions'], few: ZoneAnswer['total']['protection']): string {
  if (of === null) {
    return few?.stops === 'suppressed' ? 'Stops: too few to show.' : 'Stops and reaches are not measured here.';
  }
  const share = of.reachShare === null ? '' : ` (${percent(of.reachShare)})`;
  return `${countOfMany(of.stops, few?.stops)} stopped, ${countOfMany(of.reaches, few?.reaches)} reached in${share}`;
}

interface ChartProps {
  series: Series;
  notes: readonly Note[];
  kind: 'bars' | 'steps';
  timeZone: string;
  title: string;
}

function Chart({ series, notes, kind, timeZone, title }: ChartProps) {
  const [frame, widthPx, heightPx] = useSize<HTMLDivElement>();
  const scheme = useScheme();
  const plot = useRef<uPlot>(undefined);
  const latest = useRef(series);
  latest.current = series;
  const bands = useRef<Band[]>([]);
  bands.current = notes.map((it) => ({ fromS: Date.parse(it.from) / 1000, toS: Date.parse(it.to) / 1000 }));
  const [index, setIndex] = useState<number>();

  // The colours are read anew when the scheme changes.
  useEffect(() => {
    if (!frame.current || widthPx === 0) return;
    const look = lookOf(frame.current);
    const current = (): Series => latest.current;
    const made = new uPlot(
      options(current, () => bands.current, { widthPx, heightPx, timeZone, look, kind, onCursor: setIndex }),
      undefined,
      (self, ready) => {
        remember(self, current);
        frame.current?.append(self.root);
        ready();
      },
    );
    made.setData(columns(latest.current));
    plot.current = made;
    return () => {
      made.destroy();
      plot.current = undefined;
    };
  }, [frame, widthPx, heightPx, kind, timeZone, scheme]);
  useEffect(() => plot.current?.setData(columns(series)), [series, notes]);

  const [first, second] = kind === 'bars' ? ['in', 'out'] : ['mean', 'at most'];
  const write = kind === 'bars' ? count : figure;
  const missing = gaps(series).length > 0 || series.coverage.some((it) => it !== null && it < 0.95);
  return (
    <>
      <div class="chart-key">
        <span class="key key-1">{first}</span>
        <span class="key key-2">{second}</span>
        {missing && (
          <span class="key">
            <span class="hatch" aria-hidden="true" /> not seen
          </span>
        )}
        {notes.length > 0 && <span class="key key-note">note</span>}
        <p class="readout" aria-live="off">
          {index !== undefined && index < series.startS.length ? (
            <>
              <b>
                {dayName(series.startS[index] * 1000, timeZone)}, {clock(series.startS[index] * 1000, timeZone)}
              </b>{' '}
              {series.first[index] === null
                ? 'not known'
                : `${write(series.first[index])} ${first} · ${write(series.second[index])} ${second}`}{' '}
              <QualityMark coverage={series.coverage[index]} />
            </>
          ) : null}
        </p>
      </div>
      <div
        ref={frame}
        class="chart"
        role="img"
        aria-label={summary(series, kind, title)}
        data-testid="chart"
        data-notes={notes.length}
      />
    </>
  );
}

function summary(series: Series, kind: 'bars' | 'steps', title: string): string {
  const known = series.first.filter((it) => it !== null);
  const unknown = series.first.length - known.length;
  if (known.length === 0) return `${title}: nothing is known of this time.`;
  const what =
    kind === 'bars'
      ? `${known.reduce((sum, it) => sum + it, 0)} in altogether`
      : `at most ${figure(Math.max(...known))} on average`;
  return `${title}: ${what}, ${unknown} of ${series.first.length} steps not known.`;
}
