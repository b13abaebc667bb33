import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode } from './dependencies.mjs';
import { type RunningProcess, startProcess } from './processes.ts';
import { say } from './say.mjs';
import type { StepEnd } from './test-summary.ts';

const longestMilliseconds = 25 * 60_000;

type ToolParts = { report?: string; wrapper?: string[]; more?: NodeJS.ProcessEnv };

export type ToolRunner = {
  /**
   * Runs a tool from node_modules for at most 25 minutes. Tools run side by side, so each one's output is printed when
   * it ends. `report` is the file it writes its JSON to; an old one is removed first. `wrapper` is a program that runs
   * the tool (xvfb-run). `more` is added to the environment that all tools get.
   */
  run(tool: string, options: string[], parts?: ToolParts): Promise<StepEnd>;
  /** Ends the running tools. */
  stop(): Promise<void>;
};

/** `logs` is the folder for the output of running tools. */
export function createToolRunner(root: string, environment: NodeJS.ProcessEnv, logs: string): ToolRunner {
  const running = new Set<RunningProcess>();
  let count = 0;
  return {
    async run(tool, options, { report, wrapper = [], more } = {}) {
      if (report) rmSync(report, { force: true });
      const command = [...wrapper, pinnedNode(root), join(root, 'node_modules', tool), ...options];
      const log = join(logs, `tool-${++count}.log`);
      const output = openSync(log, 'w');
      const program = startProcess({
        name: tool,
        command: command[0] ?? '',
        arguments: command.slice(1),
        environment: { ...environment, ...more },
        directory: root,
        stdout: output,
        stderr: output,
        timeoutMilliseconds: longestMilliseconds,
      });
      running.add(program);
      const { code, timedOut } = await program.ended;
      running.delete(program);
      closeSync(output);
      process.stdout.write(readFileSync(log));
      rmSync(log);
      if (timedOut) say(`${tool} took longer than ${longestMilliseconds / 60_000} minutes and was stopped.`);
      return { exitCode: code, timedOut, report: report ? readReport(report) : undefined };
    },
    async stop() {
      await Promise.all([...running].map((program) => program.stop()));
    },
  };
}

function readReport(file: string): unknown {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    say(`${file} is not JSON: ${(error as Error).message}`);
    return undefined;
  }
}
