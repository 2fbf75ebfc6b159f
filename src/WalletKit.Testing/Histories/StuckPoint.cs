using System.Globalization;
using System.Text;
using WalletKit.Rules;
using WalletKit.Testing.Model.Answers;
using WalletKit.Testing.Model.Bookkeeping;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Histories;

/// <summary>The point past which no order of the calls leads, for people to read.</summary>
internal static class StuckPoint
{
    private const int Shown = 10;

    public static string Of(History history, Progress farthest, HistoryOutcome outcome)
    {
        var begin = history.Count == 0 ? 0 : history.Calls[0].Start;
        var text = new StringBuilder();
        text.AppendLine(outcome == HistoryOutcome.Undecided
            ? "No order of the calls was found in which all answers are right; there may be one past the bound."
            : "There is no order of the calls in which all answers are right.");
        text.AppendLine(CultureInfo.InvariantCulture, $"The farthest order has {farthest.Order.Count} of {history.Count} calls. It ends with:");
        foreach (var index in farthest.Order.Skip(farthest.Order.Count - Shown))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {CallText.Of(history.Calls[index], begin)}");
        }

        text.AppendLine("The state at this point:");
        foreach (var account in farthest.Books.Accounts.Values.OrderBy(account => account.Opening.Name, StringComparer.Ordinal))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {NounText.Of(account.ToWallet(history.Now))}");
        }

        text.AppendLine("The next step must be a step of this list, and none had the answer that is right there:");
        foreach (var index in Search.Candidates(history, farthest))
        {
            var call = history.Calls[index];
            text.AppendLine(CultureInfo.InvariantCulture, $"  {CallText.Of(call, begin)}");
            text.AppendLine(CultureInfo.InvariantCulture, $"    answered: {Indented(call.Answer ?? "nothing")}");
            text.AppendLine(CultureInfo.InvariantCulture, $"    right:    {Indented(Search.Ask(call, farthest.Books, history.Now).Text)}");
        }

        return Named(history, text.ToString());
    }

    private static string Indented(string answer) => answer.Replace("\n", "\n              ", StringComparison.Ordinal);

    private static string Named(History history, string text)
    {
        var wallets = history.Calls.SelectMany(call => call.Batch ?? Enumerable.Empty<WalletKit.WalletCommand>()).Select(command => command.WalletId).Distinct().Order();
        foreach (var (number, walletId) in wallets.Index())
        {
            text = text.Replace(walletId.ToString(), string.Create(CultureInfo.InvariantCulture, $"w{number}"), StringComparison.Ordinal);
        }

        return text;
    }
}
