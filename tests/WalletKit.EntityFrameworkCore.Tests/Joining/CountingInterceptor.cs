using Microsoft.EntityFrameworkCore.Diagnostics;

namespace WalletKit.EntityFrameworkCore.Tests.Joining;

/// <summary>Counts the saves of a context.</summary>
internal sealed class CountingInterceptor : SaveChangesInterceptor
{
    public int Saves { get; private set; }

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        Saves++;
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Saves++;
        return new(result);
    }
}
