import { Command, CommanderError } from 'commander';
import { COMMANDS } from './commands/registry.ts';
import { failureExit } from './models/host/answer.ts';
import { VERSION } from './models/host/version.ts';

const program = new Command('aisle')
  .description('In-store computer vision at the edge, merged with the tills')
  .version(VERSION)
  .exitOverride()
  .showHelpAfterError('(add --help for help)');

const [called = ''] = process.argv.slice(2);
const its = COMMANDS.filter(({ adds }) => adds.includes(called));
// Help needs all, and so does whoever has to be told what there is.
for (const { load } of its.length > 0 || called === '--version' ? its : COMMANDS) (await load())(program);

try {
  await program.parseAsync();
} catch (error) {
  // Commander has already said what is wrong with the call; asking for help is none.
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : failureExit(error);
}
