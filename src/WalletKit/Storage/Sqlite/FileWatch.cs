using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;

namespace WalletKit.Storage.Sqlite;

/// <summary>
/// Checks that a database, its log and the log's index are still the files that were opened. A process goes on to work on files that
/// were moved or removed as if nothing had happened, and its commits to them are lost. All threads of a store use it.
/// </summary>
/// <param name="logger">Logs that the store has stopped.</param>
/// <param name="settling">The longest time that a file system takes to give a directory another time of change.</param>
internal sealed partial class FileWatch(ILogger logger, TimeSpan settling)
{
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan s_maxAge = TimeSpan.FromSeconds(1);

    private volatile Opened? _opened;
    private volatile Seen? _seen;
    private volatile string? _stopped;
    private int _warned;

    public FileWatch(ILogger logger)
        : this(logger, s_settling)
    {
    }

    /// <summary>Whether the next look asks the directory alone where it has not changed.</summary>
    public bool AsksDirectoryAlone => _seen is { IsSettled: true };

    /// <summary>The reason why the store has stopped; null while it works.</summary>
    public WalletStoreException? Stopped => _stopped is { } reason ? new(StoreFailure.FileMoved, reason) : null;

    /// <summary>Finds the file to which a path leads now; null where there is none, or the system cannot be asked.</summary>
    public static FileIdentity? Look(DatabasePath path) => FileState.Find(path.Given)?.Identity;

    /// <summary>Takes the identities of the files that a write connection has just opened. A file other than the file that was opened before stops the store.</summary>
    /// <param name="path">The paths of the files.</param>
    /// <param name="before">The identity of the file at the path before the connection was opened.</param>
    /// <exception cref="WalletStoreException">The file was replaced while it was being opened.</exception>
    public void Take(DatabasePath path, FileIdentity? before)
    {
        if (!FileState.CanBeAsked)
        {
            return;
        }

        var opened = new Opened(path, Identify(path.File), Identify(path.Log), Identify(path.Index));
        if (_opened is { } known && known.File.Identity != opened.File.Identity)
        {
            Stop(path, path.Given);
            throw Stopped!;
        }

        if (before != opened.File.Identity || Look(path) != opened.File.Identity)
        {
            throw new WalletStoreException(StoreFailure.FileMoved, $"the database '{path.Given}' was replaced while it was being opened.");
        }

        _opened = opened;
        _seen = null;
    }

    /// <summary>
    /// Notes that a write connection is about to be closed. The last connection to close removes log and index, so they may be gone or replaced from now on,
    /// until they are taken again.
    /// </summary>
    public void LetGo()
    {
        if (AreInPlace() && _opened is { } opened)
        {
            _opened = opened with { HasLog = false };
        }
    }

    /// <summary>Throws if the files are no longer the files that were opened, and from then on always.</summary>
    /// <param name="outcomeUnknown">Whether a commit was made just before.</param>
    /// <exception cref="WalletStoreException">The store has stopped.</exception>
    public void Check(bool outcomeUnknown = false)
    {
        if (!AreInPlace())
        {
            throw new WalletStoreException(StoreFailure.FileMoved, _stopped!, outcomeUnknown: outcomeUnknown);
        }
    }

    /// <summary>Forgets the files of an opening that failed, because the next opening may find other files.</summary>
    public void Forget() => _opened = null;

    /// <summary>Whether the files are still the files that were opened.</summary>
    public bool AreInPlace()
    {
        if (_stopped is null && FileState.CanBeAsked && _opened is { } opened && FindMissing(opened) is { } missing)
        {
            Stop(opened.Path, missing);
        }

        return _stopped is null;
    }

    /// <summary>Whether a path leads to the file that was opened, and the log that SQLite names after the path is the file's log.</summary>
    [SupportedOSPlatform("linux")]
    [SupportedOSPlatform("macos")]
    public bool IsOpened(string path) =>
        _opened is { } opened && FileState.Find(path)?.Identity == opened.File.Identity && (!opened.HasLog || FileState.Find($"{path}-wal")?.Identity == opened.Log.Identity);

    // A name cannot come, go or change without the directory changing its time, so mostly the directory alone is asked.
    [SupportedOSPlatform("linux")]
    [SupportedOSPlatform("macos")]
    private string? FindMissing(Opened opened)
    {
        if (opened.Link is { } link && FileState.Find(link)?.Identity != opened.File.Identity)
        {
            return opened.Path.Given;
        }

        var now = Stopwatch.GetTimestamp();
        var directory = FileState.Find(opened.Directory);
        var seen = _seen;
        if (seen is { IsSettled: true } && seen.Directory == directory && Stopwatch.GetElapsedTime(seen.At, now) < s_maxAge)
        {
            return null;
        }

        if (FindMissingOfEach(opened) is { } missing)
        {
            return missing;
        }

        // Another change in the same moment would leave the directory with the same time, so it is believed only when that has passed.
        _seen = seen is not null && seen.Directory == directory
            ? seen with { At = now, IsSettled = Stopwatch.GetElapsedTime(seen.Since, now) >= settling }
            : new Seen(directory, Since: now, At: now, IsSettled: false);
        return null;
    }

    [SupportedOSPlatform("linux")]
    [SupportedOSPlatform("macos")]
    private string? FindMissingOfEach(Opened opened)
    {
        if (FileState.Find(opened.File.Name) is not { } file || file.Identity != opened.File.Identity)
        {
            return opened.Path.File;
        }

        // Backups by hard links must not stop payments.
        if (file.Links > 1 && Interlocked.Exchange(ref _warned, 1) == 0)
        {
            LogSecondName(logger, opened.Path.File, file.Links);
        }

        return !opened.HasLog ? null : IsMissing(opened.Log) ? opened.Path.Log : IsMissing(opened.Index) ? opened.Path.Index : null;
    }

    [SupportedOSPlatform("linux")]
    [SupportedOSPlatform("macos")]
    private static bool IsMissing(Named file) => FileState.Find(file.Name)?.Identity != file.Identity;

    private void Stop(DatabasePath path, string missing)
    {
        var what = missing == path.Log || missing == path.Index ? $"the file '{missing}' of the database '{path.File}'" : $"the database '{missing}'";
        var reason = $"{what} was moved, removed or replaced while it was in use. The store has stopped: nothing more is read or written. "
            + $"{nameof(SqliteWalletStore)}.{nameof(SqliteWalletStore.CopyToAsync)} saves what was committed, as long as this process runs.";
        if (Interlocked.CompareExchange(ref _stopped, reason, null) is null)
        {
            LogStopped(logger, path.File, missing);
        }
    }

    [SupportedOSPlatform("linux")]
    [SupportedOSPlatform("macos")]
    private static Named Identify(string path)
    {
        var name = FileState.Encode(path);
        return FileState.Find(name) is { } found
            ? new(name, found.Identity)
            : throw new WalletStoreException(StoreFailure.FileMoved, $"the file '{path}' is not in its place: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
    }

    private sealed record Named(byte[] Name, FileIdentity Identity);

    private sealed record Opened(DatabasePath Path, Named File, Named Log, Named Index)
    {
        /// <summary>Whether log and index are held by a write connection.</summary>
        public bool HasLog { get; init; } = true;

        public byte[] Directory { get; } = FileState.Encode(Path.Directory);

        /// <summary>The name that the host gave, where it leads through links that may lead elsewhere later; otherwise null.</summary>
        public byte[]? Link { get; } = Path.Given == Path.File ? null : FileState.Encode(Path.Given);
    }

    /// <param name="Directory">The state of the directory, which was asked before the files.</param>
    /// <param name="Since">The time at which the directory was first seen in that state.</param>
    /// <param name="At">The time at which the files were last asked.</param>
    /// <param name="IsSettled">Whether they were asked so long after the first time that no later change can leave it in that state.</param>
    private sealed record Seen(FileState? Directory, long Since, long At, bool IsSettled);
}
