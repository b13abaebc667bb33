import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode } from './dependencies.mjs';
import { type RunningProcess, startProcess } from './processes.ts';
import { say } from './say.mjs';
import type { StepEnd } from './test-summary.ts';

const longestMilliseconds = 15 * 60_000;

type ToolParts = { report?: string; wrapper?: string[]; more?: NodeJS.ProcessEnv };

export type ToolRunner = {
  /**
   * Runs a tool of node_modules to its end, 15 minutes at most. `report` is where it writes its JSON; an older one is
   * removed first. `wrapper` is a program that runs it (xvfb-run). `more` goes over the environment of all tools.
   */
  run(tool: string, options: string[], parts?: ToolParts): Promise<StepEnd>;
  /** Ends what runs now. */
  stop(): Promise<void>;
};

export function createToolRunner(root: string, environment: NodeJS.ProcessEnv): ToolRunner {
  let current: RunningProcess | undefined;
  return {
    async run(tool, options, { report, wrapper = [], more } = {}) {
      if (report) rmSync(report, { force: true });
      const command = [...wrapper, pinnedNode(root), join(root, 'node_modules', tool), ...options];
      current = startProcess({
        name: tool,
        command: command[0] ?? '',
        arguments: command.slice(1),
        environment: { ...environment, ...more },
        directory: root,
        timeoutMilliseconds: longestMilliseconds,
      });
      const { code, timedOut } = await current.ended;
      current = undefined;
      if (timedOut) say(`It took longer than ${longestMilliseconds / 60_000} minutes and was ended.`);
      return { exitCode: code, timedOut, report: report ? readReport(report) : undefined };
    },
    async stop() {
      await current?.stop();
    },
  };
}

function readReport(file: string): unknown {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    say(`${file} is no JSON: ${(error as Error).message}`);
    return undefined;
  }
}
