namespace WalletKit.Samples;

/// <summary>What the sample tells a script.</summary>
internal static class ExitCode
{
    public const int BooksBalance = 0;
    public const int BooksDoNotBalance = 1;
    public const int BadArguments = 2;
    public const int EndedEarly = 3;

    /// <summary>What shells use for a program that was stopped by Ctrl-C: 128 and the number of the signal.</summary>
    public const int Stopped = 130;
}
