using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>The ranges of <see cref="SqliteStoreOptions"/>.</summary>
internal static class SqliteStoreOptionsRules
{
    private const UnixFileMode ReadAndWrite =
        SqliteStoreOptions.DefaultUnixCreateMode | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private static readonly TimeSpan MaxBusyTimeout = TimeSpan.FromHours(1);

    /// <summary>Says which settings break their rules; empty where none does.</summary>
    public static List<string> Check(SqliteStoreOptions options)
    {
        List<string> broken = [];
        if (SqliteConnectionSettings.Check(options.ConnectionString) is { } wrong)
        {
            broken.Add($"{nameof(SqliteStoreOptions)}.{nameof(options.ConnectionString)} {wrong}.");
        }

        else if (options.IsBusyTimeoutSet && SqliteConnectionSettings.Read(options.ConnectionString).BusyTimeout is not null)
        {
            broken.Add($"{nameof(SqliteStoreOptions)}.{nameof(options.BusyTimeout)} is set beside Default Timeout of the connection string; only one of them can say how long to wait.");
        }

        if (CheckMode(options.UnixCreateMode) is { } wrongMode)
        {
            broken.Add($"{nameof(SqliteStoreOptions)}.{nameof(options.UnixCreateMode)} is {Octal(options.UnixCreateMode)}; {wrongMode}.");
        }

        if (!Enum.IsDefined(options.Synchronous))
        {
            broken.Add($"{nameof(SqliteStoreOptions)}.{nameof(options.Synchronous)} is {options.Synchronous}; it must be {string.Join(", ", Enum.GetNames<SqliteSynchronous>())}.");
        }

        OptionRanges.Check(broken, nameof(SqliteStoreOptions), nameof(options.BusyTimeout), options.BusyTimeout, TimeSpan.Zero, MaxBusyTimeout);
        OptionRanges.Check(
            broken, nameof(SqliteStoreOptions), nameof(options.ParticipantTimeout), options.ParticipantTimeout, OptionRanges.MinParticipantTimeout, OptionRanges.MaxParticipantTimeout);
        OptionRanges.Check(broken, nameof(SqliteStoreOptions), nameof(options.QueueCapacity), options.QueueCapacity, OptionRanges.MaxQueueCapacity);
        OptionRanges.Check(broken, nameof(SqliteStoreOptions), nameof(options.MaxCommandsPerCommit), options.MaxCommandsPerCommit, OptionRanges.MaxCommandsPerCommit);
        OptionRanges.Check(broken, nameof(SqliteStoreOptions), nameof(options.MaxReaders), options.MaxReaders, 1_000);
        return broken;
    }

    private static string? CheckMode(UnixFileMode mode) =>
        OperatingSystem.IsWindows() ? (mode == SqliteStoreOptions.DefaultUnixCreateMode ? null : "Windows has no such modes, so it must stay as it is")
        : !mode.HasFlag(SqliteStoreOptions.DefaultUnixCreateMode) || (mode & ~ReadAndWrite) != 0 ? "it must let the owner read and write, and may let group and others read and write, and no more"
        : null;

    private static string Octal(UnixFileMode mode) => "0" + Convert.ToString((int)mode, 8);
}
