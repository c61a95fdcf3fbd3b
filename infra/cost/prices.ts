import { awsOctober2025 } from './prices/aws-2025-10.js';
import { PriceBook } from './prices/book.js';
import { study2025 } from './prices/study2025.js';

/** Every price book. Add a book for another region or date here. */
export const priceBooks: readonly PriceBook[] = [awsOctober2025, study2025].map((book) => PriceBook.parse(book));

export const defaultBookId = 'aws-2025-10';

/** Former ids that still work. */
const bookAliases: Readonly<Record<string, string>> = { report: study2025.id };

export const findBook = (id: string): PriceBook | undefined =>
  priceBooks.find((book) => book.id === (bookAliases[id] ?? id));

export const describeUnknownBook = (id: string): string =>
  `Unknown price book ${id}. The books are: ${priceBooks.map((book) => book.id).join(', ')}.`;

/** @throws Error that lists the price books */
export function getBook(id: string): PriceBook {
  const book = findBook(id);
  if (book === undefined) throw new Error(describeUnknownBook(id));
  return book;
}
