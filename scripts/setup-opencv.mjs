import { fileURLToPath } from 'node:url';
import { openCv } from './setup/opencv.mjs';
import { runSteps } from './setup/runner.mjs';
import { openCvPackages } from './setup/steps.mjs';

// npm run setup:opencv – builds the optional OpenCV binding.
const root = fileURLToPath(new URL('..', import.meta.url));
process.exitCode = (await runSteps([openCvPackages(), openCv(root)])) ? 0 : 1;
