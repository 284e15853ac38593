/** Every expected failure of the product: a stable code, whether trying again can help, and (in the message) the fix. */
export const ERRORS = {
  BAD_CALL: { retryable: false, exit: 2, status: 400 },
  BAD_INPUT: { retryable: false, exit: 1, status: 422 },
  BAD_SITE: { retryable: false, exit: 1, status: 422 },
  BAD_CONFIG: { retryable: false, exit: 1, status: 422 },
  NOT_FOUND: { retryable: false, exit: 1, status: 404 },
  NOT_READABLE: { retryable: true, exit: 1, status: 503 },
  WEIGHTS_MISSING: { retryable: true, exit: 1, status: 503 },
  WEIGHTS_CORRUPT: { retryable: false, exit: 1, status: 503 },
  PROVIDER_MISSING: { retryable: false, exit: 1, status: 503 },
  SOURCE_MISSING: { retryable: true, exit: 1, status: 503 },
  SOURCE_LOST: { retryable: true, exit: 1, status: 503 },
  SOURCE_REFUSED: { retryable: false, exit: 1, status: 422 },
  TOOL_MISSING: { retryable: false, exit: 1, status: 503 },
  PORT_IN_USE: { retryable: true, exit: 1, status: 503 },
  BROKER_REFUSED: { retryable: true, exit: 1, status: 503 },
  UNSAFE_BIND: { retryable: false, exit: 1, status: 503 },
  STORE_BUSY: { retryable: true, exit: 1, status: 503 },
  NOT_SIGNED_IN: { retryable: false, exit: 1, status: 401 },
  NO_RIGHT: { retryable: false, exit: 1, status: 403 },
  CONFLICT: { retryable: false, exit: 1, status: 409 },
  NAME_TAKEN: { retryable: false, exit: 1, status: 409 },
  SIGN_ON_FAILED: { retryable: true, exit: 1, status: 502 },
  TOO_MANY: { retryable: true, exit: 1, status: 429 },
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** An expected failure. `message` says what is wrong; `fix` says what to do about it. */
export class AisleError extends Error {
  readonly code: ErrorCode;
  readonly fix: string;

  constructor(code: ErrorCode, message: string, fix: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AisleError';
    this.code = code;
    this.fix = fix;
  }

  get retryable(): boolean {
    return ERRORS[this.code].retryable;
  }

  get exitCode(): number {
    return ERRORS[this.code].exit;
  }
}
