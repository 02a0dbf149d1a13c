// Why a safety assessment is made, and what it gives its attention to.
import { assessmentGrounds, type AssessmentGround, assessmentItems, type AssessmentItem } from '#domain/assessment-state.js';
import { type Language } from './words.js';

const groundsEn: Readonly<Record<AssessmentGround, string>> = {
  'dsp-15-biometric': 'Tools that generate or edit biometric information',
  'dsp-15-special-object-or-scene': 'Tools that generate or edit special objects or scenes',
  'dsp-20': 'New products, applications or functions with public opinion attributes or the capability of social mobilization',
  'sa18-3-1': 'An information service is launched, or such functions are added',
  'sa18-3-2': 'New technology brings a major change of function, implementation or resources',
  'sa18-3-3': 'The number of users has grown markedly',
  'sa18-3-4': 'Unlawful or harmful information has spread, and present measures hardly hold it',
  'sa18-3-5': 'Written notice of a cyberspace administration or public security organ',
};

const itemsEn: Readonly<Record<AssessmentItem, string>> = {
  'safety-staff': 'Persons or offices in charge of safety and of reviewing information',
  'real-identity': 'Verification of real identity and keeping of registrations',
  logs: 'Keeping of logs and of what users publish',
  'harmful-information': 'Prevention and handling of unlawful and harmful information, and records of it',
  'personal-information': 'Protection of personal information, and technical measures against loss of control',
  complaints: 'Complaints and reports',
  'support-for-cac': 'Technical support and data for the cyberspace administration',
  'support-for-security': 'Technical support and data for public and state security',
};

export const groundName = (ground: AssessmentGround, language: Language): string =>
  language === 'zh' ? assessmentGrounds[ground].zh : groundsEn[ground];

export const itemName = (item: AssessmentItem, language: Language): string =>
  language === 'zh' ? assessmentItems[item].zh : itemsEn[item];
