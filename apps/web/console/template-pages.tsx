// Wordings that an agency keeps for its reasons and decisions.
import { type components } from '#client/schema.js';
import { type Entered } from '../acts.js';
import { Button, Select } from '../parts/fields.js';
import { Facts, Table } from '../parts/facts.js';
import { Done } from '../parts/done.js';
import { Form } from '../parts/form.js';
import { ErrorSummary, type FieldFault } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { Pagination } from '../parts/pagination.js';
import { inBeijing } from '../registry/instants.js';
import { pageUrl, useView, useVisitor, withQuery } from '../view.js';
import { defects } from '../words/case-terms.js';
import { choicesOf, templateKinds } from '../words/official-terms.js';
import { agencyKinds, termOf } from '../words/terms.js';
import { type ActField } from './act-fields.js';
import { ActForm, ActPage, Back } from './act-form.js';

export type Template = components['schemas']['TemplateDto'];
type Version = components['schemas']['TemplateVersionDto'];
type Place = components['schemas']['PlaceDto'];

const SECTION = '/console/templates';

export const wordingFields: readonly ActField[] = [
  { name: 'title', kind: 'text' },
  { name: 'text', kind: 'words' },
  { name: 'defect', kind: 'choice', terms: defects, optional: true },
];
export const newTemplateFields: readonly ActField[] = [
  { name: 'templateKind', kind: 'choice', terms: templateKinds },
  ...wordingFields,
];

interface ListProps {
  templates: readonly Template[];
  places: readonly Place[];
  kind?: string;
  retired?: string;
  cursor?: string;
  next?: string;
}

const useOwner = (): ((template: Template) => string) => {
  const { language, words } = useView();
  return ({ agency }) => (agency ? `${termOf(agencyKinds, agency.kind, language)} ${agency.division}` : words.acts.shipped);
};

export function TemplateListPage({ templates, places, kind, retired, cursor, next }: ListProps) {
  const { language, words } = useView();
  const { account } = useVisitor();
  const { acts } = words;
  const here = pageUrl(language, SECTION);
  const ownerOf = useOwner();
  return (
    <Page title={acts.templates} section={SECTION}>
      <h1 class="govuk-heading-l">{acts.templates}</h1>
      {account.roles.includes('agency-admin') && (
        <a class="govuk-button" href={`${here}/new`}>
          {acts.newTemplate}
        </a>
      )}
      <form action={here} method="get" class="app-no-print">
        <Select
          name="kind"
          label={acts.fields.templateKind}
          any={words.any}
          value={kind}
          choices={choicesOf(templateKinds, language)}
        />
        <Select
          name="retired"
          label={words.status}
          any={acts.inUse}
          value={retired}
          choices={[{ value: 'true', text: acts.retired }]}
        />
        <Button secondary>{words.apply}</Button>
      </form>
      <Table
        caption={acts.templates}
        captionHidden
        columns={[{ name: acts.fields.title }, { name: acts.fields.templateKind }, { name: acts.agency }]}
        rows={templates.map((template) => [
          <a class="govuk-link" href={`${here}/${template.id}`}>
            {template.title}
          </a>,
          termOf(templateKinds, template.kind, language),
          ownerOf(template),
        ])}
      />
      <Pagination
        first={cursor === undefined ? undefined : withQuery(here, { kind, retired })}
        next={next === undefined ? undefined : withQuery(here, { kind, retired, cursor: next })}
      />
      <h2 class="govuk-heading-m">{acts.places}</h2>
      <p class="govuk-body" lang="zh-Hans">
        {places.map(({ name }) => `{${name}}`).join(' ')}
      </p>
    </Page>
  );
}

interface Filled {
  entered?: Entered;
  faults?: readonly FieldFault[];
}

export function NewTemplatePage(filled: Filled) {
  const { words } = useView();
  const { acts } = words;
  const matter = { path: SECTION, name: acts.templates };
  return (
    <ActPage
      title={acts.newTemplate}
      section={SECTION}
      matter={matter}
      to={`${SECTION}/new`}
      fields={newTemplateFields}
      {...filled}
    />
  );
}

interface TemplateProps extends Filled {
  template: Template;
  versions: readonly Version[];
  revision: string;
  done?: string;
}

export function TemplatePage({ template, versions, revision, done, entered, faults = [] }: TemplateProps) {
  const { language, words } = useView();
  const { account } = useVisitor();
  const { acts } = words;
  const ownerOf = useOwner();
  const { id, title, text, kind, defect, agency, retired } = template;
  const isOwn = agency?.kind === account.agency?.kind && agency?.division === account.agency?.division;
  const mayKeep = account.roles.includes('agency-admin') && agency !== undefined && isOwn && !retired;
  const asKept: Entered = { title, text, defect: defect ?? '' };
  return (
    <Page title={title} section={SECTION} faulty={faults.length > 0}>
      <Back path={SECTION} name={acts.templates} />
      <Done done={done} />
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{title}</h1>
      <Facts
        facts={[
          [acts.fields.templateKind, termOf(templateKinds, kind, language)],
          [acts.fields.defect, defect && termOf(defects, defect, language)],
          [acts.agency, ownerOf(template)],
          [words.status, retired ? acts.retired : acts.inUse],
          [acts.fields.text, <span class="app-written">{text}</span>],
        ]}
      />
      {mayKeep && (
        <>
          <h2 class="govuk-heading-m">{acts.rewrite}</h2>
          <ActForm
            title={acts.rewrite}
            to={`${SECTION}/${id}`}
            revision={revision}
            fields={wordingFields}
            entered={entered ?? asKept}
            faults={faults}
          />
          <Form to={`${SECTION}/${id}/retirement`} revision={revision}>
            <Button secondary>{acts.retire}</Button>
          </Form>
        </>
      )}
      {versions.length > 0 && (
        <Table
          caption={acts.versions}
          columns={[{ name: acts.at }, { name: acts.by }, { name: acts.fields.title }, { name: acts.fields.text }]}
          rows={versions.map((version) => [
            inBeijing(version.changedAt),
            <span class="app-address">{version.account}</span>,
            version.title,
            <span class="app-written">{version.text}</span>,
          ])}
        />
      )}
    </Page>
  );
}
