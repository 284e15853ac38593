import type { InputName, ModelName } from '../../models/contract/reference.ts';

export interface Need {
  input: InputName;
  /** Without it the model says nothing; else it says it less well. */
  needed: boolean;
  why: string;
}

const must = (input: InputName, why: string): Need => ({ input, needed: true, why });
const better = (input: InputName, why: string): Need => ({ input, needed: false, why });

/** What each model works with. */
export const NEEDS: Record<ModelName, readonly Need[]> = {
  forecasting: [
    must('sales', 'what is forecast'),
    better('holidays', 'days that are not like others of their weekday'),
    better('promotions', 'sales that a promotion made are not the usual ones'),
    better('prices', 'demand follows the price'),
    better('weather', 'warm and wet days sell other things'),
  ],
  inventory: [
    must('products', 'cases, cost and shelf life'),
    must('suppliers', 'lead times and days of order'),
    must('stock', 'what is there'),
    must('sales', 'what is asked for'),
    better('deliveries', 'lead times as they really are'),
    better('orders', 'what is on its way'),
    better('shelves', 'book stock that is not on the shelf'),
  ],
  layout: [
    must('planogram', 'where products stand'),
    must('traffic', 'where people walk'),
    better('products', 'what a place earns'),
    better('sales', 'what is bought together'),
  ],
  promotion: [
    must('promotions', 'what was promoted, and when'),
    must('sales', 'what was sold'),
    better('prices', 'how deep it was'),
    better('products', 'what it cost, and what it took sales from'),
    better('holidays', 'what would have been sold anyway'),
  ],
  staffing: [
    must('traffic', 'who comes, and when'),
    better('roster', 'who is there to serve them, as head counts'),
    better('holidays', 'days that are not like others of their weekday'),
    better('targets', 'what service is aimed at'),
  ],
  shopper: [
    must('sales', 'baskets'),
    better('products', 'categories'),
    better('planogram', 'what stands side by side'),
  ],
};
