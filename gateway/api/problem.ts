import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../../models/contract/api/problem.ts';
import { AisleError, ERRORS } from '../../models/contract/errors.ts';

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Request too large',
  421: 'Misdirected request',
  422: 'Cannot be processed',
  429: 'Too many requests',
  500: 'Internal error',
  502: 'Bad answer from elsewhere',
  503: 'Not available',
};

export const badRange = (message: string, fix: string) => new AisleError('BAD_CALL', message, fix);
export const notFound = (message: string, fix: string) => new AisleError('NOT_FOUND', message, fix);

export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Omit<Problem, 'title' | 'instance'>,
) {
  const body: Problem = { title: TITLES[problem.status] ?? 'Error', instance: request.url.split('?')[0], ...problem };
  return reply.code(problem.status).type('application/problem+json').send(body);
}

/** Every error leaves as RFC 9457 says; what is a bug stays in the log, and the answer says only that there is one. */
export function installProblems(app: FastifyInstance): void {
  app.setErrorHandler(answerFault);
}

/** Answers an error that was thrown, or that Fastify has found itself. */
export function answerFault(error: FastifyError | AisleError, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof AisleError) {
    const { status } = ERRORS[error.code];
    const type = `urn:aisle:error:${error.code.toLowerCase().replaceAll('_', '-')}`;
    return sendProblem(request, reply, { type, status, detail: error.message, fix: error.fix });
  }
  if (error.validation) {
    const [first] = error.validation;
    const where = `${error.validationContext ?? 'request'}${first?.instancePath ?? ''}`;
    const fix = 'Compare the request with /api/openapi.json.';
    return sendProblem(request, reply, {
      type: 'urn:aisle:error:bad-call',
      status: 400,
      detail: `${where}: ${explain(first)}`,
      fix,
    });
  }
  const status = error.statusCode ?? 500;
  if (status < 500) return sendProblem(request, reply, { type: 'about:blank', status, detail: error.message });
  request.log.error({ err: error, url: request.url }, 'a request failed');
  const detail = 'The gateway failed at this request; the reason is in its log.';
  return sendProblem(request, reply, { type: 'about:blank', status: 500, detail });
}

function explain(fault: { message?: string; params?: Record<string, unknown> } | undefined): string {
  const { allowedValues, additionalProperties } = fault?.params ?? {};
  if (Array.isArray(allowedValues)) return `must be one of ${allowedValues.join(', ')}`;
  if (Array.isArray(additionalProperties)) return `knows no ${additionalProperties.join(', ')}`;
  return fault?.message ?? 'is not valid';
}
