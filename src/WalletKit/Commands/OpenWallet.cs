using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit;

/// <summary>Opens a wallet, or returns the existing wallet under the same owner and name.</summary>
/// <param name="WalletId">The id that the wallet gets if it is opened now.</param>
/// <param name="OwnerId">The owner, 1 to 200 characters.</param>
/// <param name="Currency">The currency. An existing wallet must have the same code; it keeps the exponent of its opening.</param>
/// <param name="Name">The name among the owner's wallets, 1 to 200 characters.</param>
public sealed record OpenWallet(WalletId WalletId, string OwnerId, Currency Currency, string Name = Wallet.DefaultName) : WalletCommand(WalletId)
{
    /// <summary>Gets the number of wallets that the owner may have, without closed ones; null for any number.</summary>
    /// <remarks>The number includes this wallet, and is one or more. <see cref="IWalletService"/> sets it from its options.</remarks>
    public int? MaxWallets { get; init; }

    /// <summary>Gets the secrets that the wallet gets if it is opened now: fresh random bytes unless set.</summary>
    public WalletSecrets Secrets { get; init; } = WalletSecrets.Create();

    internal override string Kind => "open";

    internal override WalletId? Other => null;

    private protected override WalletRefusedException? CheckFields() =>
        Text.Check("ownerId", OwnerId, 1, Wallet.MaxOwnerLength)
        ?? Text.Check("name", Name, 1, Wallet.MaxNameLength)
        ?? (WalletId == default ? new InvalidInputException("walletId", WalletId, "must not be empty") : null)
        ?? (Currency is null ? new InvalidInputException("currency", null, "must be given") : null)
        ?? (Currency.IsCode(Currency!.Code) ? null : new InvalidInputException("currency", Currency.Code, Currency.CodeRule))
        ?? (Secrets is null ? new InvalidInputException("secrets", null, "must be given") : null)
        ?? (MaxWallets < 1 ? new InvalidInputException("maxWallets", MaxWallets, "must be one or more") : null);

    internal override void WriteContent(HashedContent content, CommandResult? first)
    {
        content.Write(OwnerId);
        content.Write(Name);
        content.Write(Currency.Code);
    }

    // The owner's wallets are counted only if a wallet is to be added: an existing wallet is returned, however many there are.
    internal override CommandState Load(StateSource states, DateTimeOffset now)
    {
        var standing = states.FindWallet(OwnerId, Name) ?? states.FindWallet(WalletId);
        return StateLoading.Of(states, standing, now) with
        {
            OpenWallets = standing is null && MaxWallets is { } most ? states.CountOpenWallets(OwnerId, most) : 0,
        };
    }

    internal override Decision Decide(in CommandState state, DateTimeOffset now) =>
        state.Wallet is { } standing ? Return(standing)
        : state.OpenWallets >= MaxWallets ? new TooManyWalletsException(OwnerId, MaxWallets.Value)
        : Open(Time.Truncate(now));

    private Decision Return(Wallet standing)
    {
        if (standing.OwnerId != OwnerId || standing.Name != Name)
        {
            return new InvalidInputException("walletId", WalletId, "is another wallet's already");
        }

        // Only the codes are compared, because a wallet keeps the exponent of its opening, whatever the host declares later.
        return standing.Currency.Code == Currency.Code
            ? new Decision(new CommandResult { Wallet = standing, Replayed = true })
            : new CurrencyMismatchException(standing.Id, standing.Currency, Currency);
    }

    private Decision Open(DateTimeOffset time)
    {
        var wallet = new Wallet
        {
            Id = WalletId,
            OwnerId = OwnerId,
            Name = Name,
            Currency = Currency,
            Version = 1,
            CreatedAt = time,
            UpdatedAt = time,
        };
        return new Decision(new CommandResult { Wallet = wallet }, new Changes { Entries = [Entries.Open(wallet, Secrets.Texts, Actor)], Secrets = Secrets });
    }
}
