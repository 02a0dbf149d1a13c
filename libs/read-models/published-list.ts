// The published list prints products as `名称（形式）` joined by `、`, roles in Chinese, and `--` for none.
import { type FilingRole, filingRoles, productForms } from '#domain/services.js';
import { type Product } from '#domain/filing-content.js';

/** 应用产品 as the list prints it. */
export const printedProducts = (products: readonly Product[]): string =>
  products.length === 0 ? '--' : products.map(({ name, form }) => `${name}（${productForms[form].zh}）`).join('、');

/** Before a `、` that stands outside brackets: one inside separates the forms of one product. */
const BETWEEN_PRODUCTS = /、(?![^（(]*[)）])/u;
/** A name, its forms in brackets at the end, and perhaps 等, which says that there are more. */
const PRINTED = /^(?<name>.*?)[（(](?<forms>[^（()）]*)[)）]等?$/su;

const formOf = (printed: string): Product['form'] =>
  (Object.keys(productForms) as Product['form'][]).find((key) => productForms[key].zh === printed.trim()) ?? 'other';

/** Reads 应用产品 as printed, one product a form; half-width brackets occur too. An unknown form is `other`. */
export function readProducts(printed: string): Product[] {
  if (/^-*$/.test(printed.trim())) return [];
  return printed.split(BETWEEN_PRODUCTS).flatMap((part) => {
    const { name, forms } = PRINTED.exec(part.trim())?.groups ?? {};
    const named = (name ?? part).trim();
    return (forms ?? '').split('、').map((form): Product => ({ name: named, form: formOf(form), apps: [] }));
  });
}

/** The role behind 角色; undefined for the algorithm types that some notices print in its place. */
export const readRole = (printed: string): FilingRole | undefined =>
  (Object.keys(filingRoles) as FilingRole[]).find((role) => filingRoles[role].zh === printed.trim());
