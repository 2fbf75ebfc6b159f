using Spectre.Console;

namespace WalletKit.Samples;

/// <summary>The columns of a progress bar.</summary>
internal static class ProgressColumns
{
    public static ProgressColumn[] All =>
        [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn()];
}
