// The published list prints products as `名称（形式）` joined by `、`, roles in Chinese, and `--` for none.
import { type FilingRole, filingRoles, productForms } from '#domain/services.js';
import { type Product } from '#domain/filing-content.js';

/** 应用产品 as the list prints it. */
export const printedProducts = (products: readonly Product[]): string =>
  products.length === 0 ? '--' : products.map(({ name, form }) => `${name}（${productForms[form].zh}）`).join('、');

/** Reads 应用产品 as printed; half-width brackets occur too. An unknown form is `other`. */
export function readProducts(printed: string): Product[] {
  if (printed === '--' || printed === '') return [];
  return printed.split('、').map((part) => {
    const match = /^(?<name>.*?)[（(](?<form>[^（()）]*)[)）]$/u.exec(part.trim());
    const form = (Object.keys(productForms) as Product['form'][]).find(
      (key) => productForms[key].zh === match?.groups?.form?.trim(),
    );
    return { name: (match?.groups?.name ?? part).trim(), form: form ?? 'other', apps: [] };
  });
}

/** The role behind 角色; undefined for the algorithm types that some notices print in its place. */
export const readRole = (printed: string): FilingRole | undefined =>
  (Object.keys(filingRoles) as FilingRole[]).find((role) => filingRoles[role].zh === printed.trim());
