using Spectre.Console;

namespace WalletKit.Samples;

/// <summary>What a progress bar shows.</summary>
internal static class ProgressColumns
{
    public static ProgressColumn[] All =>
        [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn()];
}
