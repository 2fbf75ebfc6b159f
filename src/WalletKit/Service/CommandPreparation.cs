using Microsoft.Extensions.Options;
using WalletKit.Model;
using WalletKit.Rebates;
using WalletKit.Stores;

namespace WalletKit.Service;

/// <summary>Puts the terms and limits in force, and secrets from the host's random bits, into commands, which carry none of these when a host or a caller makes them.</summary>
internal sealed class CommandPreparation(RebateTermsInForce rebateTerms, IOptions<WalletKitOptions> options, RandomSource random)
{
    /// <summary>Returns the batch with the terms and limits in force; the same one where nothing changes.</summary>
    public ValueTask<CommandBatch> PrepareAsync(CommandBatch batch)
    {
        if (batch.Count > 1)
        {
            return PrepareAllAsync(batch);
        }

        // No host has seen the command, so no copy is needed.
        if (batch.IsOwn && batch[0] is Deposit own)
        {
            return EarnOwnAsync(batch, own);
        }

        // The pipeline has checked the form of a command that comes alone.
        var preparing = batch.IsPlain ? PrepareWellFormedAsync(batch[0]) : PrepareAsync(batch[0]);
        return preparing.IsCompletedSuccessfully
            ? new(With(batch, 0, preparing.GetAwaiter().GetResult()))
            : PrepareOneAsync(batch, preparing);
    }

    /// <summary>Returns the command with the terms and limits in force; the same one where nothing changes. A malformed command is left as it is.</summary>
    public ValueTask<WalletCommand> PrepareAsync(WalletCommand command) =>
        command.CheckForm() is null ? PrepareWellFormedAsync(command) : new(command);

    private ValueTask<WalletCommand> PrepareWellFormedAsync(WalletCommand command) => command switch
    {
        Deposit deposit => EarnAsync(deposit),
        PlaceHold place => new(place with { MaxOpenHolds = options.Value.MaxOpenHolds }),
        OpenWallet open => new(open with { MaxWallets = options.Value.MaxWalletsPerOwner, Secrets = WalletSecrets.From(random.Random) }),
        EraseWallet erase => new(erase with { TextSecret = Secret.From(random.Random) }),
        _ => new(command),
    };

    private static async ValueTask<CommandBatch> PrepareOneAsync(CommandBatch batch, ValueTask<WalletCommand> preparing) =>
        With(batch, 0, await preparing.ConfigureAwait(false));

    private async ValueTask<CommandBatch> PrepareAllAsync(CommandBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            batch = With(batch, i, await PrepareAsync(batch[i]).ConfigureAwait(false));
        }

        return batch;
    }

    private ValueTask<CommandBatch> EarnOwnAsync(CommandBatch batch, Deposit own)
    {
        var asking = rebateTerms.ForAsync(own);
        if (!asking.IsCompletedSuccessfully)
        {
            return EarnOwnLaterAsync(batch, own, asking);
        }

        own.Earn(asking.GetAwaiter().GetResult());
        return new(batch);
    }

    private static async ValueTask<CommandBatch> EarnOwnLaterAsync(CommandBatch batch, Deposit own, ValueTask<RebateTerms?> asking)
    {
        own.Earn(await asking.ConfigureAwait(false));
        return batch;
    }

    private ValueTask<WalletCommand> EarnAsync(Deposit deposit)
    {
        var asking = rebateTerms.ForAsync(deposit);
        return asking.IsCompletedSuccessfully ? new(With(deposit, asking.GetAwaiter().GetResult())) : EarnLaterAsync(deposit, asking);
    }

    private static async ValueTask<WalletCommand> EarnLaterAsync(Deposit deposit, ValueTask<RebateTerms?> asking) => With(deposit, await asking.ConfigureAwait(false));

    private static Deposit With(Deposit deposit, RebateTerms? terms) => deposit.RebateTerms == terms ? deposit : deposit with { RebateTerms = terms };

    private static CommandBatch With(CommandBatch batch, int index, WalletCommand command) =>
        ReferenceEquals(batch[index], command) ? batch : batch.With(index, command);
}
