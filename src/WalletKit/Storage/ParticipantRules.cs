using WalletKit.Stores;

namespace WalletKit.Storage;

/// <summary>The refusals of participants that a store cannot run.</summary>
internal static class ParticipantRules
{
    /// <summary>The refusal of any participant, because the store runs no host code in its commits.</summary>
    public static InvalidInputException Unsupported(ICommitParticipant participant, IWalletStore store) =>
        new("participant", participant.GetType().Name, $"cannot run: {store.GetType().Name} has no transaction that rows of the host could be part of");

    /// <summary>Throws where a batch has a participant of another kind than the store runs.</summary>
    /// <exception cref="InvalidInputException">The batch has such a participant.</exception>
    public static void ThrowIfNot<TParticipant>(CommandBatch batch)
        where TParticipant : ICommitParticipant
    {
        if (batch.Participant is { } participant and not TParticipant)
        {
            throw new InvalidInputException("participant", participant.GetType().Name, $"must be an {typeof(TParticipant).Name}, because the store runs no other");
        }
    }
}
