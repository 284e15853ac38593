import { Weather } from '../../../models/contract/reference-rows.ts';
import type { ReferenceKind } from '../kind.ts';

export const weather: ReferenceKind<'weather'> = {
  name: 'weather',
  row: Weather,
  key: ['hour'],
  dates: 'day',
  fault({ date: _, hour: __, forecast: ___, ...told }) {
    if (Object.keys(told).length > 0) return undefined;
    return { field: 'temperatureC', reason: 'nothing is told of the weather' };
  },
};
