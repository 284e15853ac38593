import { hash, verify } from '@node-rs/argon2';
import { AisleError } from '../../models/contract/errors.ts';

/** Memory in KiB, passes and lanes of argon2id. */
export interface Cost {
  memoryCost: number;
  timeCost: number;
  parallelism: number;
}

/** The least that OWASP's password storage cheat sheet names for argon2id: 19 MiB, two passes; about 50 ms here. */
export const COST: Cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** More at once would take the memory and the threads that the store's figures need. */
const MOST_AT_ONCE = 8;

/** One person writes é as one character, another's keyboard as two. */
const plain = (password: string): string => password.normalize('NFKC');

/** Hashes and checks passwords off the main thread. */
export class Passwords {
  readonly #cost: Cost;
  #busy = 0;
  #nobodys: Promise<string> | undefined;

  constructor(cost: Cost = COST) {
    this.#cost = cost;
  }

  hash(password: string): Promise<string> {
    return this.#work(() => hash(plain(password), this.#cost));
  }

  /** Checks as long where there is no such user, or none with a password, so that the time does not tell. */
  async check(kept: string | null | undefined, password: string): Promise<boolean> {
    return this.#work(async () => {
      this.#nobodys ??= hash('nobody has this password', this.#cost);
      const same = await verify(kept ?? (await this.#nobodys), plain(password));
      return same && typeof kept === 'string';
    });
  }

  async #work<T>(job: () => Promise<T>): Promise<T> {
    if (this.#busy >= MOST_AT_ONCE) {
      throw new AisleError('TOO_MANY', 'too many people sign in at this moment', 'Try again in a few seconds.');
    }
    this.#busy++;
    try {
      return await job();
    } finally {
      this.#busy--;
    }
  }
}
