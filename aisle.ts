import { Command, CommanderError } from 'commander';
import { registerCalibrate } from './calibration/camera/commands.ts';
import { registerEval } from './calibration/lab/commands.ts';
import { registerSimulate } from './calibration/simulator/commands.ts';
import { createSimulatedSource } from './calibration/simulator/source.ts';
import { registerConfig } from './commands/config.ts';
import { registerDemo } from './commands/demo.ts';
import { registerRun } from './commands/run.ts';
import { registerAnalyse } from './edge/commands/analyse.ts';
import { registerDetect } from './edge/commands/detect.ts';
import { registerEdge } from './edge/commands/edge.ts';
import { registerModels } from './edge/commands/models.ts';
import { registerTrack } from './edge/commands/track.ts';
import { registerSource } from './edge/source/registry.ts';
import { registerBackup } from './gateway/backup/commands.ts';
import { registerGateway } from './gateway/commands.ts';
import { registerPos } from './gateway/pos/commands.ts';
import { registerPrivacy } from './gateway/privacy/commands.ts';
import { registerReference } from './gateway/reference/commands.ts';
import { registerNodeCredential, registerTokens, registerUsers } from './gateway/users/commands.ts';
import { failureExit } from './models/host/answer.ts';
import { VERSION } from './models/host/version.ts';

registerSource(createSimulatedSource());

const program = new Command('aisle')
  .description('In-store computer vision at the edge, merged with the tills')
  .version(VERSION)
  .exitOverride()
  .showHelpAfterError('(add --help for help)');

for (const register of [
  registerDemo,
  registerRun,
  registerEdge,
  registerGateway,
  registerBackup,
  registerPos,
  registerPrivacy,
  registerReference,
  registerUsers,
  registerTokens,
  registerNodeCredential,
  registerConfig,
  registerModels,
  registerDetect,
  registerTrack,
  registerAnalyse,
  registerEval,
  registerCalibrate,
  registerSimulate,
]) {
  register(program);
}

try {
  await program.parseAsync();
} catch (error) {
  // Commander has already said what is wrong with the call; asking for help is none.
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : failureExit(error);
}
