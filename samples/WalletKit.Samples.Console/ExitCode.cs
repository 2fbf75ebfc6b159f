namespace WalletKit.Samples;

/// <summary>The exit codes of the sample, for scripts.</summary>
internal static class ExitCode
{
    public const int BooksBalance = 0;
    public const int BooksDoNotBalance = 1;
    public const int BadArguments = 2;
    public const int EndedEarly = 3;

    /// <summary>The exit code that shells use for a program that was stopped by Ctrl-C: 128 plus the number of the signal.</summary>
    public const int Stopped = 130;
}
