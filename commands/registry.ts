import type { Command } from 'commander';

interface CommandModule {
  /** The commands that it adds. */
  adds: readonly string[];
  load(): Promise<(program: Command) => void>;
}

/**
 * All commands, in the order of the help. Only the module of the command that is called is loaded: of what a short one
 * takes, loading is the most.
 */
export const COMMANDS: readonly CommandModule[] = [
  { adds: ['demo'], load: async () => (await import('./demo.ts')).registerDemo },
  { adds: ['run'], load: async () => (await import('./run.ts')).registerRun },
  {
    adds: ['edge'],
    async load() {
      const { createSimulatedSource } = await import('../calibration/simulator/source.ts');
      const { registerSource } = await import('../edge/source/registry.ts');
      registerSource(createSimulatedSource());
      return (await import('../edge/commands/edge.ts')).registerEdge;
    },
  },
  { adds: ['gateway'], load: async () => (await import('../gateway/commands.ts')).registerGateway },
  {
    adds: ['backup', 'restore', 'db'],
    load: async () => (await import('../gateway/backup/commands.ts')).registerBackup,
  },
  { adds: ['pos'], load: async () => (await import('../gateway/pos/commands.ts')).registerPos },
  { adds: ['privacy'], load: async () => (await import('../gateway/privacy/commands.ts')).registerPrivacy },
  { adds: ['reference'], load: async () => (await import('../gateway/reference/commands.ts')).registerReference },
  { adds: ['users'], load: async () => (await import('../gateway/users/commands.ts')).registerUsers },
  { adds: ['tokens'], load: async () => (await import('../gateway/users/commands.ts')).registerTokens },
  {
    adds: ['node-credential'],
    load: async () => (await import('../gateway/users/commands.ts')).registerNodeCredential,
  },
  { adds: ['config'], load: async () => (await import('./config.ts')).registerConfig },
  { adds: ['models'], load: async () => (await import('../edge/commands/models.ts')).registerModels },
  { adds: ['detect'], load: async () => (await import('../edge/commands/detect.ts')).registerDetect },
  { adds: ['track'], load: async () => (await import('../edge/commands/track.ts')).registerTrack },
  { adds: ['analyse'], load: async () => (await import('../edge/commands/analyse.ts')).registerAnalyse },
  { adds: ['eval'], load: async () => (await import('../calibration/lab/commands.ts')).registerEval },
  { adds: ['calibrate'], load: async () => (await import('../calibration/camera/commands.ts')).registerCalibrate },
  { adds: ['simulate'], load: async () => (await import('../calibration/simulator/commands.ts')).registerSimulate },
];
