// What is read on the way in and out.
import { Page } from '../parts/page.js';
import { Inset } from '../parts/notes.js';
import { pageUrl, useView, withQuery } from '../view.js';

const SignInLink = ({ to }: { to: string }) => {
  const { language, words } = useView();
  return (
    <p class="govuk-body">
      <a class="govuk-link" href={withQuery(pageUrl(language, '/sign-in'), { to })}>
        {words.signIn.again}
      </a>
    </p>
  );
};

export function SignInFailedPage({ to }: { to: string }) {
  const { words } = useView();
  return (
    <Page title={words.signIn.failedTitle}>
      <h1 class="govuk-heading-l">{words.signIn.failedTitle}</h1>
      <p class="govuk-body">{words.signIn.failedText}</p>
      <SignInLink to={to} />
    </Page>
  );
}

export function SignedOutPage() {
  const { language, words } = useView();
  return (
    <Page title={words.signIn.outTitle}>
      <h1 class="govuk-heading-l">{words.signIn.outTitle}</h1>
      <p class="govuk-body">{words.signIn.outText}</p>
      <SignInLink to={pageUrl(language, '/')} />
    </Page>
  );
}

/** A form was sent after the session had ended: what it held was not taken. */
export function SessionEndedPage({ to }: { to: string }) {
  const { words } = useView();
  return (
    <Page title={words.signIn.endedTitle}>
      <h1 class="govuk-heading-l">{words.signIn.endedTitle}</h1>
      <p class="govuk-body">{words.signIn.endedText}</p>
      <SignInLink to={to} />
    </Page>
  );
}

export interface Identity {
  client: string;
  kind: 'filer' | 'agency' | 'store' | 'auditor' | 'operator';
  name: { zh: string; en: string };
}

/** Anyone may be anyone here: it serves those who try the system. */
export function DemonstrationPage({ uid, identities }: { uid: string; identities: readonly Identity[] }) {
  const { language, words } = useView();
  const { groups, demonstrationTitle, demonstrationText } = words.signIn;
  return (
    <Page title={demonstrationTitle}>
      <h1 class="govuk-heading-l">{demonstrationTitle}</h1>
      <Inset>{demonstrationText}</Inset>
      <form method="post" action={pageUrl(language, `/sign-in/demonstration/${uid}`)}>
        {(['filer', 'agency', 'store', 'auditor', 'operator'] as const).map((kind) => (
          <>
            <h2 class="govuk-heading-m">{groups[kind]}</h2>
            <ul class="govuk-list">
              {identities
                .filter((identity) => identity.kind === kind)
                .map(({ client, name }) => (
                  <li>
                    <button type="submit" class="app-choice" name="identity" value={client}>
                      {name[language]} <code>{client}</code>
                    </button>
                  </li>
                ))}
            </ul>
          </>
        ))}
      </form>
    </Page>
  );
}
