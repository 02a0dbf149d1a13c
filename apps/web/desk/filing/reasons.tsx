// Why something was refused: which material, which defect, in which words.
import { materialDefects, materialItems } from '#domain/services.js';
import { Table } from '../../parts/facts.js';
import { useView } from '../../view.js';
import { termOf } from '../../words/terms.js';

export interface Reason {
  item: string;
  defect: string;
  text?: string;
}

export function ReasonTable({ caption, reasons }: { caption: string; reasons: readonly Reason[] }) {
  const { language, words } = useView();
  const { filing } = words;
  const nameOf = (item: string) =>
    (item === 'name' ? filing.fields.entityName : item === 'creditCode' ? filing.fields.creditCode : filing.fields.address).label;
  return (
    <Table
      caption={caption}
      columns={[filing.reasonItem, filing.reasonDefect, filing.reasonText].map((name) => ({ name }))}
      rows={reasons.map(({ item, defect, text }) => [
        Object.hasOwn(materialItems, item) ? termOf(materialItems, item, language) : nameOf(item),
        termOf(materialDefects, defect, language),
        <span class="app-written">{text ?? filing.reasonErased}</span>,
      ])}
    />
  );
}
