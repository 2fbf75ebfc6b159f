using WalletKit.Commands;
using WalletKit.Rebates;

namespace WalletKit.Rules;

/// <summary>Whether a command is well formed, whatever the state of its wallet.</summary>
internal static class FormRules
{
    public const int MaxOwnerLength = 200;
    public const int MaxNameLength = 200;

    public static WalletException? Check(OpenWallet command) =>
        Text.Check("ownerId", command.OwnerId, 1, MaxOwnerLength)
        ?? Text.Check("name", command.Name, 1, MaxNameLength)
        ?? (command.WalletId == default ? new InvalidInputException("walletId", command.WalletId, "must not be empty") : null)
        ?? (command.Currency is null ? new InvalidInputException("currency", null, "must be given") : null)
        ?? (Money.Currency.IsCode(command.Currency!.Code) ? null : new InvalidInputException("currency", command.Currency.Code, Money.Currency.CodeRule))
        ?? (command.MaxWallets < 1 ? new InvalidInputException("maxWallets", command.MaxWallets, "must be one or more") : null);

    public static WalletException? Check(KeyedCommand command) =>
        CheckAmounts(command)
        ?? CheckKey(command.IdempotencyKey)
        ?? command switch
        {
            PostingCommand posting => Check(posting),
            StateCommand { Reason: { } reason } => Text.Check("reason", reason, 1, StateCommand.MaxReasonLength),
            _ => null,
        };

    public static InvalidInputException? CheckKey(string? key) =>
        key is null ? null : Text.Check("idempotencyKey", key, 1, KeyedCommand.MaxKeyLength);

    public static WalletException? Check(PayRebate command) =>
        command.Amount < 0 ? new InvalidAmountException(command.Amount, "must be zero or more") : null;

    public static WalletException? Check(FailRebate command) =>
        command.RetryIn < TimeSpan.Zero || command.RetryIn > FailRebate.MaxRetryIn
            ? new InvalidInputException("retryIn", command.RetryIn, $"must be zero or more and at most {FailRebate.MaxRetryIn.Days} days")
            : null;

    private static WalletException? CheckAmounts(KeyedCommand command) => command switch
    {
        Transfer transfer => CheckAmount(transfer.Amount) ?? Check(transfer),
        MoneyCommand money => CheckAmount(money.Amount),
        CaptureHold { Amount: { } amount } => CheckAmount(amount),
        SetCreditLimit { Limit: < 0 } set => new InvalidAmountException(set.Limit, "must be zero or more"),
        _ => null,
    };

    private static InvalidInputException? Check(PostingCommand command) =>
        (command.Currency is null ? null : Text.Check("currency", command.Currency, 1, Money.Currency.MaxCodeLength))
        ?? (command.Reference is null ? null : Text.Check("reference", command.Reference, 1, PostingCommand.MaxReferenceLength))
        ?? CheckMetadata(command.Metadata)
        ?? command switch
        {
            Deposit { RebateTerms: { } terms } => CheckTerms(terms),
            PlaceHold { ExpiresIn: { } expiresIn } when expiresIn < PlaceHold.MinExpiresIn || expiresIn > PlaceHold.MaxExpiresIn =>
                new InvalidInputException("expiresIn", expiresIn, $"must be at least one microsecond and at most {PlaceHold.MaxExpiresIn.Days} days"),
            _ => null,
        };

    private static WalletException? Check(Transfer command) =>
        command.Destination == command.WalletId ? new InvalidInputException("destination", command.Destination, "must be another wallet than the source")
        : command is { Rate: not null, TargetAmount: not null } ? new InvalidInputException("rate", command.Rate, "must not be given together with a target amount")
        : command.TargetAmount is { } target && CheckAmount(target) is { } refusal ? refusal
        : command.Rate <= 0 ? new InvalidInputException("rate", command.Rate, "must be more than zero")
        : command.QuotedRate <= 0 ? new InvalidInputException("quotedRate", command.QuotedRate, "must be more than zero")
        : command.OwnerTerms is { } terms && !Enum.IsDefined(terms.PayeeKeeps) ? new InvalidInputException("payeeKeeps", terms.PayeeKeeps, "must be one of the choices there are")
        : !Enum.IsDefined(command.Rounding) ? new InvalidInputException("rounding", command.Rounding, "must be one of the rounding rules of .NET")
        : null;

    private static InvalidAmountException? CheckAmount(decimal amount) =>
        amount <= 0 ? new InvalidAmountException(amount, "must be more than zero") : null;

    private static InvalidInputException? CheckMetadata(TransactionMetadata? metadata)
    {
        if (metadata is null)
        {
            return new InvalidInputException("metadata", null, "must not be null; it is empty where there is none");
        }

        if (metadata.Count > TransactionMetadata.MaxPairs)
        {
            return new InvalidInputException("metadata", metadata.Count, $"pairs are too many; at most {TransactionMetadata.MaxPairs} are kept");
        }

        foreach (var (key, value) in metadata)
        {
            if ((Text.Check("metadata key", key, 1, TransactionMetadata.MaxKeyLength)
                ?? Text.Check("metadata value", value, 0, TransactionMetadata.MaxValueLength)) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private static InvalidInputException? CheckTerms(RebateTerms terms) =>
        Text.Check("rebate policy", terms.Policy, 1, RebateTerms.MaxPolicyLength)
        ?? Text.Check("rebate terms", terms.Text, 1, RebateTerms.MaxTextLength);
}
