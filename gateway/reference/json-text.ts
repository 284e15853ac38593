/** A value as JSON; what lies too deep to be written is only named. */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return '"too deep to be shown"';
  }
}
