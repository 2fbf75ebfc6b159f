using System.Globalization;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Testing.Model.Answers;

/// <summary>
/// A store's answer as text: all facts that count, and nothing else, such as the wording of a refusal. Two answers are equal if their texts are equal, a
/// difference can be read, and an answer can be kept in a file.
/// </summary>
internal static class Answer
{
    public static string Of(BatchResult result) =>
        result.Refusal is { } refusal ? $"refused at {Text(result.RefusedIndex)}: {RefusalText.Of(refusal)}" : string.Join('\n', result.Results.Select(Of));

    public static string Of(IEnumerable<Wallet> wallets) => string.Join('\n', wallets.Select(NounText.Of));

    public static string Of(IEnumerable<ClaimedRebate> claimed) => string.Join(
        '\n', claimed.Select(one => $"{NounText.Of(one.Rebate)} of {one.OwnerId} {one.WalletName} for {NounText.Of(one.Deposit)}"));

    /// <summary>Whether an answer changed nothing: a refusal or a repetition.</summary>
    public static bool ChangedNothing(BatchResult result) => result.Refusal is not null || result.Results.All(one => one.Replayed);

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Of(CommandResult result)
    {
        var parts = new List<string> { result.Replayed ? "replayed" : "done" };
        parts.AddRange(result.Transactions.Select(NounText.Of));
        if (result.Hold is { } hold)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{NounText.Of(hold)} at version {result.HoldVersion}"));
        }

        if (result.Event is { } happened)
        {
            parts.Add(NounText.Of(happened));
        }

        if (result.Rebate is { } rebate)
        {
            parts.Add(NounText.Of(rebate));
        }

        if (result.Wallet is { } wallet)
        {
            parts.Add(NounText.Of(wallet));
        }

        return string.Join("\n  ", parts);
    }
}
