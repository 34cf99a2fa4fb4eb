import { ServiceException } from '../exception';
import { checkSignature, type Google } from '../facade/google';
import { PROPERTY_STORE_MAX_BYTES, PROPERTY_VALUE_MAX_BYTES } from '../limits';
import type { Quotas } from '../quotas';
import type { CallContext, Caller, Scope } from './service';

/** One property store as Google keeps it, in the order of first writing. It keeps count of its size. */
export class PropertyStore extends Map<string, string> {
  #sizeBytes = 0;

  /** Bytes of UTF-8, keys and values. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  override set(key: string, value: string): this {
    this.#sizeBytes += this.growthBytes(key, value);
    return super.set(key, value);
  }

  override delete(key: string): boolean {
    const value = this.get(key);
    if (value !== undefined) this.#sizeBytes -= sizeBytes(key) + sizeBytes(value);
    return super.delete(key);
  }

  override clear(): void {
    this.#sizeBytes = 0;
    super.clear();
  }

  /** How many bytes larger the store gets by this write. */
  growthBytes(key: string, value: string): number {
    const before = this.get(key);
    return before === undefined ? sizeBytes(key) + sizeBytes(value) : sizeBytes(value) - sizeBytes(before);
  }
}

/** PropertiesService's stores. */
export class PropertiesHost {
  readonly #stores = new Map<string, PropertyStore>();

  constructor(private readonly quotas: Quotas) {}

  /** One of the stores, made when first asked for. */
  store(scope: Scope, user = ''): PropertyStore {
    const key = scope === 'user' ? `user:${user}` : scope;
    let store = this.#stores.get(key);
    if (!store) this.#stores.set(key, (store = new PropertyStore()));
    return store;
  }

  getProperty(context: CallContext, scope: Scope, key: string): string | null {
    return this.#open(context, scope).get(key) ?? null;
  }

  getProperties(context: CallContext, scope: Scope): Record<string, string> {
    return Object.fromEntries(this.#open(context, scope));
  }

  getKeys(context: CallContext, scope: Scope): string[] {
    return [...this.#open(context, scope).keys()];
  }

  setProperty(context: CallContext, scope: Scope, key: string, value: string): null {
    return this.#write(context, scope, [[key, value]]);
  }

  setProperties(context: CallContext, scope: Scope, values: Record<string, string>, deleteAllOthers: boolean): null {
    this.#write(context, scope, Object.entries(values));
    if (deleteAllOthers && context.entriesMax === Infinity) {
      const store = this.store(scope, context.execution.user);
      for (const key of [...store.keys()]) if (!Object.hasOwn(values, key)) store.delete(key);
    }
    return null;
  }

  deleteProperty(context: CallContext, scope: Scope, key: string): null {
    this.#open(context, scope).delete(key);
    return null;
  }

  deleteAllProperties(context: CallContext, scope: Scope): null {
    const store = this.#open(context, scope);
    for (const key of [...store.keys()].slice(0, context.entriesMax)) store.delete(key);
    return null;
  }

  #open(context: CallContext, scope: Scope): PropertyStore {
    this.quotas.spend('propertyReadsAndWrites', 1, context.now);
    return this.store(scope, context.execution.user);
  }

  #write(context: CallContext, scope: Scope, entries: readonly (readonly [string, string])[]): null {
    const store = this.#open(context, scope);
    if (entries.some(([, value]) => sizeBytes(value) > PROPERTY_VALUE_MAX_BYTES)) {
      throw new ServiceException('Argument too large: value');
    }
    const growth = entries.reduce((sum, [key, value]) => sum + store.growthBytes(key, value), 0);
    if (growth > 0 && store.sizeBytes + growth > PROPERTY_STORE_MAX_BYTES) {
      throw new ServiceException(
        'You have exceeded the property storage quota. Please remove some properties and try again.',
      );
    }
    for (const [key, value] of entries.slice(0, context.entriesMax)) store.set(key, value);
    return null;
  }
}

const sizeBytes = (text: string): number => Buffer.byteLength(text);

class Properties implements GoogleAppsScript.Properties.Properties {
  readonly #call: Caller<PropertiesHost>;
  readonly #scope: Scope;

  constructor(call: Caller<PropertiesHost>, scope: Scope) {
    this.#call = call;
    this.#scope = scope;
  }

  getProperty(...args: unknown[]): string | null {
    checkSignature('PropertiesService.Properties.getProperty', args, 'String');
    return this.#call('getProperty', this.#scope, String(args[0]));
  }

  getProperties(): Record<string, string> {
    return this.#call('getProperties', this.#scope);
  }

  getKeys(): string[] {
    return this.#call('getKeys', this.#scope);
  }

  setProperty(...args: unknown[]): this {
    checkSignature('PropertiesService.Properties.setProperty', args, 'String,String', 'String,(class)');
    this.#call('setProperty', this.#scope, String(args[0]), String(args[1]));
    return this;
  }

  setProperties(...args: unknown[]): this {
    checkSignature('PropertiesService.Properties.setProperties', args, '(class)', '(class),Boolean');
    const values: Record<string, string> = {};
    for (const [key, value] of Object.entries(args[0] as object)) values[key] = String(value);
    this.#call('setProperties', this.#scope, values, args[1] === true);
    return this;
  }

  deleteProperty(...args: unknown[]): this {
    checkSignature('PropertiesService.Properties.deleteProperty', args, 'String');
    this.#call('deleteProperty', this.#scope, String(args[0]));
    return this;
  }

  deleteAllProperties(): this {
    this.#call('deleteAllProperties', this.#scope);
    return this;
  }
}

/** PropertiesService inside an execution. The document's store is null in a project that belongs to no document. */
export function propertiesFacade(google: Google) {
  const call = google.caller<PropertiesHost>('PropertiesService');
  return {
    getScriptProperties: () => new Properties(call, 'script'),
    getUserProperties: () => new Properties(call, 'user'),
    getDocumentProperties: () => (google.bridge.info.bound ? new Properties(call, 'document') : null),
  };
}
