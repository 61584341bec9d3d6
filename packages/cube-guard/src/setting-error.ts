/** A setting of the server's that it can't be started with: the message names it and says what to set it to. */
export class SettingError extends Error {
  override readonly name: string = 'SettingError';
}
