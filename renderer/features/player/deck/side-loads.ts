import type { FailureKind, FeederReport } from './deck-messages.ts';
import type { Engine } from './engine.ts';
import { type Side, type Sides, sides } from './side.ts';

/** The codes of `MediaError`. */
const codes: Record<FailureKind, number> = { network: 2, damaged: 3, unsupported: 4 };

/** Opens the file of each side, and keeps what became of it. */
export class SideLoads {
  readonly #engine: Pick<Engine, 'open'>;
  readonly #addresses: { a: string; b: string | null };
  readonly #failures: Sides<FailureKind | null> = { a: null, b: null };
  readonly #isOpen: Sides<boolean> = { a: false, b: false };
  readonly #seconds: Sides<number | null> = { a: null, b: null };

  constructor(engine: Pick<Engine, 'open'>, addresses: { a: string; b: string | null }) {
    this.#engine = engine;
    this.#addresses = addresses;
    for (const side of sides) this.#open(side);
  }

  addressOf(side: Side): string | null {
    return this.#addresses[side];
  }

  /** The side with this address. */
  sideOf(address: string): Side | undefined {
    return sides.find((side) => this.#addresses[side] === address);
  }

  isOpen(side: Side): boolean {
    return this.#isOpen[side];
  }

  /** NaN until it is known. */
  secondsOf(side: Side): number {
    return this.#seconds[side] ?? Number.NaN;
  }

  hasFailed(side: Side): boolean {
    return this.#failures[side] !== null;
  }

  /** Why a side can't be heard. */
  errorOf(side: Side): MediaError | null {
    const failure = this.#failures[side];
    return failure && ({ code: codes[failure] } as MediaError);
  }

  take(report: FeederReport): void {
    if (report.kind === 'failed') this.fail(report.side, report.failure);
    else if (report.kind === 'opened') {
      this.#isOpen[report.side] = true;
      this.#seconds[report.side] = report.seconds;
    }
  }

  fail(side: Side, failure: FailureKind): void {
    this.#failures[side] = failure;
  }

  /** Opens a side again if it failed. */
  retry(side: Side): void {
    if (this.hasFailed(side)) this.#open(side);
  }

  #open(side: Side): void {
    const address = this.#addresses[side];
    if (address === null) return;
    this.#failures[side] = null;
    this.#isOpen[side] = false;
    this.#engine.open(side, address);
  }
}
