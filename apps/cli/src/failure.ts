const systemMessages: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'this user may not open it',
  EPERM: 'this user may not do that',
  EEXIST: 'something of that name is in the way',
  EISDIR: 'it is a folder, a file was wanted',
  ENOTDIR: 'part of the path is not a folder',
  ENOSPC: 'the disk is full; nothing was overwritten',
  EADDRINUSE: 'another program listens on this port',
  EROFS: 'the file system is read-only',
}

/** One line a person can act on. Never a stack trace; `PERICARD_DEBUG=1` is for that. */
export function explainFailure(error: unknown): string {
  if (process.env['PERICARD_DEBUG'] === '1' && error instanceof Error) return error.stack ?? error.message
  if (!(error instanceof Error))
    return 'stopped by something that is not an error object (a bug; please report it)'
  const { code, path, port } = error as NodeJS.ErrnoException & { port?: number }
  const known = code === undefined ? undefined : systemMessages[code]
  if (known !== undefined) return `${nameOf(path, port, error.message) ?? code}: ${known} (${code})`
  return code === undefined ? error.message : `${error.message} (${code})`
}

/** What the failure is about; Node leaves the path out of some errors, and in the text of others. */
function nameOf(path: string | undefined, port: number | undefined, message: string): string | undefined {
  if (path !== undefined) return path
  return port === undefined ? /'([^']+)'$/.exec(message)?.[1] : `port ${port}`
}
