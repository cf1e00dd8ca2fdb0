/**
 * What another language has to hold: every key of the English texts. Chinese has no singular form (CLDR), so its plural keys are the
 * `_other` ones alone.
 */
export type Translated<English> = Readonly<Record<Exclude<keyof English, `${string}_one`>, string>>;

/** A key as a screen names it: i18next adds the plural form by `count`. */
export type BaseKey<Key> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key;
