namespace WalletKit.Storage.Books;

/// <summary>Which failures of a store speak of what stands in it, and are findings; the others speak of the world around it.</summary>
internal static class StoreDamage
{
    // A table or a column that is missing is nothing that a store has a name for.
    public static bool Is(StoreFailure failure) => failure is StoreFailure.Corrupt or StoreFailure.NotADatabase or StoreFailure.Other;
}
