import { Interleaved } from './interleaved';
import { Nested } from './nested';
import type { History } from './history';
import type { Script } from './shipped';
import { Stage, type SeedOptions } from './stage';

/** Runs one seed whole: workload and faults, then the liveness phase without faults. */
export function runSeed(script: Script, seed: number, options: SeedOptions = {}): History {
  const stage = new Stage(script.program, seed, options);
  if (options.mode === 'interleaved') new Interleaved(stage, script.pool).run();
  else new Nested(stage).run();
  return stage.history();
}
