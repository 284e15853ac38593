import { Card, Skeleton } from './card.tsx';

interface FigureProps {
  id: string;
  value: number | null;
  text: string;
  unit?: string;
}

/** The number of a card, large; `data-value` is it as the gateway gave it. */
export function Figure({ id, value, text, unit }: FigureProps) {
  return (
    <p class="figure" data-known={value !== null}>
      <span data-testid={id} data-value={value ?? ''}>
        {text}
      </span>
      {unit && value !== null && <small>{unit}</small>}
    </p>
  );
}

/** A card whose answer is not here yet. */
export const Waiting = ({ title }: { title: string }) => (
  <Card title={title} busy>
    <Skeleton lines={3} />
  </Card>
);
