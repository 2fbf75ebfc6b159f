namespace WalletKit.Testing.Model;

/// <summary>The failure of a store whose answer differs from the model's.</summary>
/// <remarks>The message gives the seed, the shortest steps that show the difference, and both answers.</remarks>
public sealed class ModelDifferenceException : Exception
{
    internal ModelDifferenceException(int seed, int steps, string message)
        : base(message)
    {
        Seed = seed;
        Steps = steps;
    }

    /// <summary>Gets the seed of the sequence, which repeats the run.</summary>
    public int Seed { get; }

    /// <summary>Gets the number of steps that are left once all steps are removed that the failure does not need.</summary>
    public int Steps { get; }
}
