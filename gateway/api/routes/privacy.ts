import Type from 'typebox';
import { Id } from '../../../models/contract/ids.ts';
import { PRIVACY_DOCUMENTS, Privacy } from '../../../models/contract/privacy.ts';
import { privacyDocument } from '../../../models/privacy/documents.ts';
import { privacyOf } from '../../privacy/answer.ts';
import { siteOf } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';

const DocumentParams = Type.Object({ store: Id, document: Type.Enum(PRIVACY_DOCUMENTS) });

/** What is kept and published of the people in a store, made of the configuration at each call. */
export const privacy: Route = async (app, { context }) => {
  app.get(
    '/api/v1/stores/:store/privacy',
    {
      schema: {
        tags: ['privacy'],
        summary: 'What is kept, why, for how long, and what k is held against',
        params: StoreParams,
        response: { 200: Privacy, ...problems },
      },
    },
    async (request): Promise<Privacy> => privacyOf(siteOf(context, request.params.store).site),
  );

  app.get(
    '/api/v1/stores/:store/privacy/:document',
    {
      schema: {
        tags: ['privacy'],
        summary:
          'What is kept and why, a draft of an impact assessment, the sign at the door, the record of processing',
        produces: ['text/markdown'],
        params: DocumentParams,
        response: { 200: Type.String(), ...problems },
      },
    },
    async (request, reply) => {
      const { site } = siteOf(context, request.params.store);
      const text = privacyDocument(request.params.document, { site, privacy: privacyOf(site) });
      return reply
        .type('text/markdown; charset=utf-8')
        .serializer((body: unknown) => String(body))
        .send(text);
    },
  );
};
