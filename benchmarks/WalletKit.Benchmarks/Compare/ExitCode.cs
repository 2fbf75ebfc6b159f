namespace WalletKit.Benchmarks.Compare;

/// <summary>The exit codes of the comparison.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int BadArguments = 2;
    public const int Stopped = 130;
}
