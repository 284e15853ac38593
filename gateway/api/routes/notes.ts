import Type from 'typebox';
import { RangeQuery } from '../../../models/contract/api/query.ts';
import { Id } from '../../../models/contract/ids.ts';
import { Note, NoteHistory, NoteInput, NotePatch, Notes } from '../../../models/contract/notes.ts';
import { MINUTE_MS } from '../../figures/buckets.ts';
import type { NoteContent } from '../../notes/notes.ts';
import type { ApiContext } from '../context.ts';
import { badRange, notFound } from '../problem.ts';
import { readMoment, readRange, siteOf } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';

const tags = ['notes'];
const NoteParams = Type.Object({ store: Id, note: Type.String({ maxLength: 64 }) });
const Range = Type.Object(
  { from: RangeQuery.properties.from, to: RangeQuery.properties.to },
  { additionalProperties: false },
);
const one = { 200: Note, ...problems };
const schemas = {
  list: {
    tags,
    summary: 'Notes that touch a range',
    params: StoreParams,
    querystring: Range,
    response: { 200: Notes, ...problems },
  },
  add: { tags, summary: 'Marks a stretch of time', params: StoreParams, body: NoteInput, response: one },
  change: {
    tags,
    summary: 'Changes a note; what it said stays in its history',
    params: NoteParams,
    body: NotePatch,
    response: one,
  },
  withdraw: { tags, summary: 'Takes a note back; its history stays', params: NoteParams, response: one },
  history: {
    tags,
    summary: 'Every revision of a note',
    params: NoteParams,
    response: { 200: NoteHistory, ...problems },
  },
} as const;

/** Longer than any refit; a slip of the year must not blank out a store. */
const MOST_DAYS = 62;

export const notes: Route = async (app, { context }) => {
  app.get('/api/v1/stores/:store/notes', { schema: schemas.list }, async (request): Promise<Notes> => {
    const range = readRange(context, request.params.store, request.query);
    return { notes: await context.notes.notes(range) };
  });

  app.post('/api/v1/stores/:store/notes', { schema: schemas.add }, async (request): Promise<Note> => {
    const { store } = request.params;
    siteOf(context, store);
    const { from, to, ...rest } = request.body;
    const content = { ...rest, ...stretch(readMoment('from', from), readMoment('to', to)) };
    return context.notes.add(store, content, writerOf(context, request));
  });

  app.patch('/api/v1/stores/:store/notes/:note', { schema: schemas.change }, async (request): Promise<Note> => {
    const { store, note } = request.params;
    const { from, to, ...rest } = request.body;
    const latest = (await context.notes.history(siteOf(context, store).site.store, note)).at(-1);
    const change: Partial<NoteContent> = { ...rest };
    if (latest && (from !== undefined || to !== undefined)) {
      Object.assign(change, stretch(readMoment('from', from ?? latest.from), readMoment('to', to ?? latest.to)));
    }
    return context.notes.change(store, note, change, writerOf(context, request));
  });

  app.delete('/api/v1/stores/:store/notes/:note', { schema: schemas.withdraw }, async (request): Promise<Note> => {
    const { store, note } = request.params;
    return context.notes.withdraw(siteOf(context, store).site.store, note, writerOf(context, request));
  });

  app.get(
    '/api/v1/stores/:store/notes/:note/history',
    { schema: schemas.history },
    async (request): Promise<NoteHistory> => {
      const { store, note } = request.params;
      const revisions = await context.notes.history(siteOf(context, store).site.store, note);
      if (revisions.length === 0) throw notFound(`there is no note ${note} in ${store}`, 'See the list of notes.');
      return { revisions };
    },
  );
};

const writerOf = ({ clocks }: ApiContext, { actor }: { actor: { name: string } }) => ({
  by: actor.name,
  atMs: clocks.wall(),
});

/** Whole minutes around the two moments. */
function stretch(from: number, to: number): Pick<NoteContent, 'fromMs' | 'toMs'> {
  if (from >= to) throw badRange('from is not before to', 'Let from be the earlier of the two; to is not part of it.');
  if (to - from > MOST_DAYS * 86_400_000) {
    throw badRange(
      `the stretch is longer than ${MOST_DAYS} days`,
      'Check the dates; mark the parts one after the other.',
    );
  }
  return { fromMs: Math.floor(from / MINUTE_MS) * MINUTE_MS, toMs: Math.ceil(to / MINUTE_MS) * MINUTE_MS };
}
