import { awsOctober2025 } from './prices/aws-2025-10.js';
import { PriceBook } from './prices/book.js';
import { study2025 } from './prices/study2025.js';

/** Every book, by what `--book` calls it; a further region or date is one more line. */
export const priceBooks: readonly PriceBook[] = [awsOctober2025, study2025].map((book) => PriceBook.parse(book));

/** Real prices, unless another book is asked for. */
export const defaultBookId = 'aws-2025-10';

/** @throws Error that names the books that there are */
export function findBook(id: string): PriceBook {
  const book = priceBooks.find((each) => each.id === id);
  if (book === undefined) {
    throw new Error(`There is no price book ${id}. The books are: ${priceBooks.map((each) => each.id).join(', ')}.`);
  }
  return book;
}
