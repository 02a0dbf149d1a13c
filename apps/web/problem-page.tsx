// A page that cannot be shown, and why.
import { Page } from './parts/page.js';
import { pageUrl, useView } from './view.js';

export interface ProblemPageProps {
  title: string;
  text: string;
  requestId?: string;
}

export function ProblemPage({ title, text, requestId }: ProblemPageProps) {
  const { language, words } = useView();
  return (
    <Page title={title}>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">{text}</p>
      {requestId !== undefined && (
        <p class="govuk-body-s">
          {words.requestId}: {requestId}
        </p>
      )}
      <p class="govuk-body">
        <a class="govuk-link" href={pageUrl(language, '/filings')}>
          {words.backToSearch}
        </a>
      </p>
    </Page>
  );
}
