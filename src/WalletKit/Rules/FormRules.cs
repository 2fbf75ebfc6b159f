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
        ?? (command.Currency is null ? new InvalidInputException("currency", null, "must be given") : null);

    public static WalletException? Check(MoneyCommand command) =>
        (WalletException?)CheckAmount(command)
        ?? CheckKey(command)
        ?? (command.Currency is null ? null : Text.Check("currency", command.Currency, 1, Money.Currency.MaxCodeLength))
        ?? (command.Reference is null ? null : Text.Check("reference", command.Reference, 1, MoneyCommand.MaxReferenceLength))
        ?? CheckMetadata(command.Metadata)
        ?? (command is Deposit { RebateTerms: { } terms } ? CheckTerms(terms) : null);

    public static WalletException? Check(PayRebate command) =>
        command.Amount < 0 ? new InvalidAmountException(command.Amount, "must be zero or more") : null;

    private static InvalidAmountException? CheckAmount(MoneyCommand command) =>
        command.Amount <= 0 ? new InvalidAmountException(command.Amount, "must be more than zero") : null;

    private static InvalidInputException? CheckKey(KeyedCommand command) =>
        command.IdempotencyKey is null ? null : Text.Check("idempotencyKey", command.IdempotencyKey, 1, KeyedCommand.MaxKeyLength);

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
