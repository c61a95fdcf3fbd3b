/** Removes what PostgreSQL stores in no text: NUL and lone surrogates. */
export const toStorableText = (text: string): string => text.replaceAll('\0', '').toWellFormed();

/** Writes JSON that PostgreSQL can store as jsonb. */
export const toStorableJson = (value: unknown): string =>
  JSON.stringify(value, (_name, member) => (typeof member === 'string' ? toStorableText(member) : member));
