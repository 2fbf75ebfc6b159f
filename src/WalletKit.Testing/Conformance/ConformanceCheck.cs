using System.Reflection;
using System.Runtime.ExceptionServices;
using WalletKit.Stores;

namespace WalletKit.Testing.Conformance;

/// <summary>One promise that a store makes, and the check of that promise.</summary>
public sealed class ConformanceCheck
{
    private readonly Type _part;
    private readonly MethodInfo _method;
    private readonly object?[] _arguments;

    internal ConformanceCheck(Type part, MethodInfo method, object?[] arguments)
    {
        (_part, _method, _arguments) = (part, method, arguments);
        Part = Wording.OfPart(part);
        Promise = Wording.OfPromise(method, arguments);
        NeedsDurability = part.IsDefined(typeof(NeedsDurabilityAttribute)) || method.IsDefined(typeof(NeedsDurabilityAttribute));
        Needs = FeaturesOf(part) | FeaturesOf(method);
    }

    /// <summary>Gets the part of the suite to which the check belongs, in words: <c>Hold expiry</c>.</summary>
    public string Part { get; }

    /// <summary>Gets the promise as a sentence, with its case where there are several.</summary>
    /// <remarks>No other check of the part has the same sentence.</remarks>
    public string Promise { get; }

    /// <summary>Gets whether the promise is only for stores whose content outlives them.</summary>
    public bool NeedsDurability { get; }

    /// <summary>Gets the features of the stores that make the promise.</summary>
    public StoreFeatures Needs { get; }

    /// <summary>Returns whether a store of this kind makes the promise.</summary>
    public bool AppliesTo(WalletStoreSubject subject) => FindExemption(subject) is null;

    /// <summary>Finds the reason for which a store of this kind does not make the promise; null where it makes it.</summary>
    public string? FindExemption(WalletStoreSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return NeedsDurability && !subject.IsDurable ? "Only stores whose content outlives them promise this."
            : (Needs & ~subject.Features) is not StoreFeatures.None and var missing ? $"Only stores that declare {missing} promise this."
            : null;
    }

    /// <summary>Checks the promise on a new store; returns if the store keeps it.</summary>
    /// <param name="create">Makes an empty subject, which is disposed of at the end in any case. A check that needs several calls it again.</param>
    /// <param name="log">Receives the facts that are needed to repeat the same run; null for no log.</param>
    /// <param name="cancellationToken">Gives up the check.</param>
    /// <exception cref="ArgumentException">The subject does not make the promise: see <see cref="AppliesTo"/>.</exception>
    /// <exception cref="Exception">The promise is broken; the message says how. It is mostly an assertion of xunit, which any test framework shows.</exception>
    public Task RunAsync(Func<WalletStoreSubject> create, Action<string>? log = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(create);

        // The check runs on the thread pool, where no synchronization context is resumed on, so the checks need not configure each await. The task begins
        // even if the token is canceled, so that a subject which the caller has made already is disposed of.
        return Task.Run(() => RunOnPoolAsync(create, log ?? (_ => { }), cancellationToken), CancellationToken.None);
    }

    /// <summary>Returns the part and the promise.</summary>
    public override string ToString() => $"{Part}: {Promise}";

    private async Task RunOnPoolAsync(Func<WalletStoreSubject> create, Action<string> log, CancellationToken cancellationToken)
    {
        var subject = create();
        var failures = new List<Exception>();
        await TryAsync(() => RunAsync(subject, create, log, failures, cancellationToken), failures).ConfigureAwait(false);
        await TryAsync(() => subject.DisposeAsync().AsTask(), failures).ConfigureAwait(false);

        // Consequences of the first failure must not hide it.
        foreach (var later in failures.Skip(1))
        {
            log($"And then: {later}");
        }

        if (failures.Count > 0)
        {
            ExceptionDispatchInfo.Throw(failures[0]);
        }
    }

    private async Task RunAsync(
        WalletStoreSubject subject, Func<WalletStoreSubject> create, Action<string> log, List<Exception> failures, CancellationToken cancellationToken)
    {
        if (FindExemption(subject) is { } exemption)
        {
            throw new ArgumentException($"{exemption} The promise: {Promise}");
        }

        cancellationToken.ThrowIfCancellationRequested();
        var checks = (StoreChecks)Activator.CreateInstance(_part)!;
        checks.Begin(subject, create, log, cancellationToken);
        await TryAsync(() => (Task)_method.Invoke(checks, BindingFlags.DoNotWrapExceptions, null, _arguments, null)!, failures).ConfigureAwait(false);
        await checks.EndAsync().ConfigureAwait(false);
    }

    private static StoreFeatures FeaturesOf(MemberInfo member) => member.GetCustomAttribute<NeedsFeatureAttribute>()?.Features ?? StoreFeatures.None;

    private static async Task TryAsync(Func<Task> step, List<Exception> failures)
    {
        try
        {
            await step().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Every exception of a store is a failure of the check, which reports it at its end.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            failures.Add(failure);
        }
    }
}
