// Identities to try the system with. They are invented, their secret is public, and they are refused in production.
import { type ClientMetadata } from 'oidc-provider';
import { v5 as uuidv5 } from 'uuid';
import { type Role } from '#domain/account.js';
import { PAGES_CLIENT } from './provider-configuration.js';

/** One secret for all of them, no secret at all: it is printed at start and stands in the README. */
export const DEMONSTRATION_SECRET = 'demo';

/** What all demonstration identities have. */
interface Person {
  /** The id of the client at the token endpoint. */
  client: string;
  /** The natural person behind it, another one for each: four eyes count persons. The same UUID at every start. */
  person: string;
  roles: readonly Role[];
  name: { zh: string; en: string };
}

export interface DemonstrationFiler extends Person {
  kind: 'filer';
  organisation: {
    creditCode: string;
    /** Division of the seat, six digits. */
    division: string;
    role: 'provider' | 'technical-supporter';
    name: { zh: string; en: string };
  };
}

export interface DemonstrationOfficial extends Person {
  kind: 'agency';
  agency: { kind: 'cac' | 'telecom' | 'public-security'; division: string };
}

export interface DemonstrationOther extends Person {
  kind: 'store' | 'auditor' | 'operator';
}

export type DemonstrationIdentity = DemonstrationFiler | DemonstrationOfficial | DemonstrationOther;

const PERSONS = 'f3b0d1c2-6a54-4e0b-9a0e-0b8f3c1d7e21';

const person = (client: string) => uuidv5(client, PERSONS);

const places = {
  national: { division: '000000', zh: '国家', en: 'National' },
  beijing: { division: '110000', zh: '北京', en: 'Beijing' },
  shanghai: { division: '310000', zh: '上海', en: 'Shanghai' },
  hangzhou: { division: '330100', zh: '杭州', en: 'Hangzhou' },
};

const agencies = {
  cac: { kind: 'cac', zh: '网信办', en: 'cyberspace administration' },
  telecom: { kind: 'telecom', zh: '通信管理部门', en: 'telecommunications authority' },
  police: { kind: 'public-security', zh: '公安机关', en: 'public security organ' },
} as const;

const posts = {
  reviewer: { roles: ['reviewer'], zh: '审核员', en: 'reviewer' },
  approver: { roles: ['approver'], zh: '批准人', en: 'approver' },
  officer: { roles: ['reviewer', 'inspector'], zh: '承办人', en: 'officer' },
  admin: { roles: ['agency-admin'], zh: '管理员', en: 'administrator' },
} as const satisfies Record<string, { roles: readonly Role[]; zh: string; en: string }>;

function official(agency: keyof typeof agencies, place: keyof typeof places, post: keyof typeof posts): DemonstrationOfficial {
  const client = `${agency}-${place}-${post}`;
  return {
    kind: 'agency',
    client,
    person: person(client),
    roles: posts[post].roles,
    name: {
      zh: `${places[place].zh}${agencies[agency].zh}${posts[post].zh}（演示）`,
      en: `${places[place].en} ${agencies[agency].en}, ${posts[post].en} (demonstration)`,
    },
    agency: { kind: agencies[agency].kind, division: places[place].division },
  };
}

function filer(client: string, organisation: DemonstrationFiler['organisation']): DemonstrationFiler {
  const { name } = organisation;
  return {
    kind: 'filer',
    client,
    person: person(client),
    roles: ['filer', 'filer-admin'],
    name: { zh: `${name.zh}备案管理员`, en: `Filing administrator of ${name.en}` },
    organisation,
  };
}

function other(kind: DemonstrationOther['kind'], client: string, zh: string, en: string): DemonstrationOther {
  return { kind, client, person: person(client), roles: [kind], name: { zh: `${zh}（演示）`, en: `${en} (demonstration)` } };
}

export const demonstrationIdentities: readonly DemonstrationIdentity[] = [
  filer('filer-a', {
    creditCode: '91110108MA00DEM06X',
    division: '110108',
    role: 'provider',
    name: { zh: '海淀云影科技有限公司（演示）', en: 'Haidian Yunying Technology Co., Ltd. (demonstration)' },
  }),
  filer('filer-b', {
    creditCode: '91310115MA00DEM14A',
    division: '310115',
    role: 'technical-supporter',
    name: { zh: '浦东声像智能有限公司（演示）', en: 'Pudong Shengxiang Intelligence Co., Ltd. (demonstration)' },
  }),
  official('cac', 'national', 'reviewer'),
  official('cac', 'national', 'approver'),
  official('cac', 'beijing', 'reviewer'),
  official('cac', 'beijing', 'approver'),
  official('cac', 'shanghai', 'reviewer'),
  official('cac', 'shanghai', 'approver'),
  official('cac', 'hangzhou', 'reviewer'),
  official('cac', 'hangzhou', 'approver'),
  official('telecom', 'beijing', 'officer'),
  official('telecom', 'beijing', 'approver'),
  official('telecom', 'national', 'approver'),
  official('police', 'beijing', 'officer'),
  official('police', 'beijing', 'approver'),
  official('police', 'hangzhou', 'officer'),
  official('police', 'national', 'approver'),
  official('cac', 'national', 'admin'),
  official('cac', 'beijing', 'admin'),
  other('store', 'store-a', '应用商店甲', 'App store A'),
  other('store', 'store-b', '应用商店乙', 'App store B'),
  other('auditor', 'auditor', '审计员', 'Auditor'),
  other('operator', 'operator', '运维员', 'Operator'),
];

/** How a page calls who signs in as this client. */
export const demonstrationName = (client: string): string =>
  demonstrationIdentities.find((identity) => identity.client === client)?.name.zh ?? client;

/** `environment` is the value of NODE_ENV. Throws Error where it says production. */
export function refuseInProduction(environment: string | undefined): void {
  if (environment === 'production') {
    throw new Error(
      'demonstration identities are refused when NODE_ENV=production: set OIDC_ISSUER to the provider that people sign in with',
    );
  }
}

/** The identities as clients for the embedded provider, to be given to it at start. Throws Error in production. */
export function demonstrationClients(environment: string | undefined): ClientMetadata[] {
  refuseInProduction(environment);
  return demonstrationIdentities.map(({ client, name }) => ({
    client_id: client,
    client_name: name.zh,
    client_secret: DEMONSTRATION_SECRET,
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  }));
}

/** The client that the pages are at the embedded provider. Its secret lives as long as the process. Throws Error in production. */
export function pagesClient(environment: string | undefined, secret: string, redirectUri: string): ClientMetadata {
  refuseInProduction(environment);
  return {
    client_id: PAGES_CLIENT,
    client_secret: secret,
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: [redirectUri],
    response_types: ['code'],
  };
}
