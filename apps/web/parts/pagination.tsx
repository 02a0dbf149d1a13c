// From one page of a list to the next; there are no page numbers, since lists grow while they are read.
import { useView } from '../view.js';

/** What the API gives on as `cursor` in the Link to the next page. */
export function cursorOfNext(response: Response): string | undefined {
  const link = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
  return link === undefined ? undefined : (new URL(link, 'http://any.invalid').searchParams.get('cursor') ?? undefined);
}

interface PaginationProps {
  /** The address of the first page, where this is another one. */
  first?: string;
  /** The address of the next page, if there is one. */
  next?: string;
}

export function Pagination({ first, next }: PaginationProps) {
  const { words } = useView();
  if ((first ?? next) === undefined) return null;
  return (
    <nav class="govuk-pagination govuk-pagination--block" aria-label={words.pages}>
      {first !== undefined && (
        <div class="govuk-pagination__prev">
          <a class="govuk-link govuk-pagination__link" href={first}>
            {words.firstPage}
          </a>
        </div>
      )}
      {next !== undefined && (
        <div class="govuk-pagination__next">
          <a class="govuk-link govuk-pagination__link" href={next} rel="next">
            {words.nextPage}
          </a>
        </div>
      )}
    </nav>
  );
}
