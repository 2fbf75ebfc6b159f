using WalletKit.Model.Money;
using WalletKit.Rules;

namespace WalletKit.Testing.Model.Bookkeeping;

/// <summary>Checks that a command is well formed, whatever the state of the books; a malformed command is thrown as its refusal.</summary>
internal static class Form
{
    public static void Check(WalletCommand command)
    {
        CheckFields(command);
        CheckOptional("actor", command.Actor, 200);
    }

    private static void CheckFields(WalletCommand command)
    {
        switch (command)
        {
            case OpenWallet open:
                CheckText("ownerId", open.OwnerId, 1, 200);
                CheckText("name", open.Name, 1, 200);
                Check(open.WalletId != default, "walletId");
                Check(open.Currency?.Code is [>= 'A' and <= 'Z', ..] and { Length: >= 2 and <= 16 } code && code.All(c => c is (>= 'A' and <= 'Z') or (>= '0' and <= '9')), "currency");
                Check(open.MaxWallets is null or >= 1, "maxWallets");
                break;
            case PayRebate pay:
                CheckAmount(pay.Amount, pay.Amount >= 0);
                break;
            case FailRebate { RetryIn: { } retryIn }:
                Check(retryIn >= TimeSpan.Zero && retryIn <= TimeSpan.FromDays(3_660), "retryIn");
                break;
            case KeyedCommand keyed:
                CheckAmounts(keyed);
                CheckKey(keyed.IdempotencyKey);
                CheckNotes(keyed);
                break;
        }
    }

    public static void CheckKey(string? key) => CheckOptional("idempotencyKey", key, 200);

    private static void CheckAmounts(KeyedCommand command)
    {
        switch (command)
        {
            case MoneyCommand money:
                CheckAmount(money.Amount, money.Amount > 0);
                CheckExchange(command as Transfer);
                break;
            case CaptureHold { Amount: { } amount }:
                CheckAmount(amount, amount > 0);
                break;
            case SetCreditLimit set:
                CheckAmount(set.Limit, set.Limit >= 0);
                break;
        }
    }

    private static void CheckExchange(Transfer? command)
    {
        if (command is not null)
        {
            Check(command.Destination != command.WalletId, "destination");
            Check(command.Rate is null || command.TargetAmount is null, "rate");
            CheckAmount(command.TargetAmount ?? 1, command.TargetAmount is null or > 0);
            Check(command.Rate is null or > 0, "rate");
            Check(command.QuotedRate is null or > 0, "quotedRate");
            Check(command.Rounding is >= MidpointRounding.ToEven and <= MidpointRounding.ToPositiveInfinity, "rounding");
        }
    }

    private static void CheckNotes(KeyedCommand command)
    {
        if (command is StateCommand state)
        {
            CheckOptional("reason", state.Reason, 500);
        }

        if (command is PostingCommand posting)
        {
            CheckOptional("currency", posting.Currency, 16);
            CheckOptional("reference", posting.Reference, 200);
            CheckMetadata(posting.Metadata);
        }

        if (AccountOf(command) is { } account)
        {
            Check(account.Length is >= 1 and <= 64 && account.All("abcdefghijklmnopqrstuvwxyz0123456789._:-".Contains), "account");
        }

        if (command is Deposit { RebateTerms: { } terms })
        {
            CheckText("rebate policy", terms.Policy, 1, RebateTerms.MaxPolicyLength);
            CheckText("rebate terms", terms.Text, 1, RebateTerms.MaxTextLength);
        }

        if (command is PlaceHold { ExpiresIn: { } expiresIn })
        {
            Check(expiresIn >= TimeSpan.FromMicroseconds(1) && expiresIn <= TimeSpan.FromDays(3_660), "expiresIn");
        }
    }

    private static string? AccountOf(KeyedCommand command) => command switch
    {
        Deposit deposit => deposit.Account,
        Withdraw withdraw => withdraw.Account,
        CaptureHold capture => capture.Account,
        _ => null,
    };

    private static void CheckMetadata(TransactionMetadata metadata)
    {
        Check(metadata is not null && metadata.Count <= 16, "metadata");
        foreach (var (key, value) in metadata!)
        {
            CheckText("metadata key", key, 1, 64);
            CheckText("metadata value", value, 0, 512);
        }
    }

    private static void CheckAmount(decimal amount, bool isValid)
    {
        if (!isValid)
        {
            throw new InvalidAmountException(amount, "is too small");
        }
    }

    private static void CheckOptional(string field, string? text, int longest)
    {
        if (text is not null)
        {
            CheckText(field, text, 1, longest);
        }
    }

    private static void CheckText(string field, string? text, int shortest, int longest) =>
        Check(text is not null && text.Length >= shortest && text.Length <= longest && !text.Contains('\0', StringComparison.Ordinal) && IsPaired(text), field);

    private static bool IsPaired(string text)
    {
        // Half of a surrogate pair, and halves in the wrong order, do not come back from UTF-8.
        return System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)) == text;
    }

    private static void Check(bool isValid, string field)
    {
        if (!isValid)
        {
            throw new InvalidInputException(field, null, "breaks its rule");
        }
    }
}
