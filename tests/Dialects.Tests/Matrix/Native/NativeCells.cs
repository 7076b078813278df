namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>The cells of one noun of our own API, and what their requests name.</summary>
internal abstract class NativeCells
{
    public abstract IReadOnlyList<MatrixRow> Rows { get; }

    /// <summary>It is about what is people's own, and no key is a person.</summary>
    public virtual bool IsPersonal => false;

    public bool Has(string route) => Rows.Any(row => row.Route == route);

    /// <summary>Whether the answer is a list in which the side's is looked for.</summary>
    public virtual bool IsList(string route) => false;

    /// <summary>How many of what the route makes the side has; null where the answer does not tell whose it is.</summary>
    public virtual Task<int?> CountAsync(TwoTenants tenants, MatrixRow row) => Task.FromResult<int?>(null);

    /// <summary>What is written in the path besides the id.</summary>
    public virtual Task<string> FillAsync(TwoTenants tenants, MatrixRow row, string target) => Task.FromResult(target);

    /// <summary>What of the side's the request names; it is made where it is not there.</summary>
    public abstract Task<string> IdAsync(TwoTenants tenants, MatrixRow row);

    /// <summary>One that is good for whoever may.</summary>
    public virtual Task<string?> BodyAsync(TwoTenants tenants, MatrixRow row) => Task.FromResult<string?>(null);

    /// <summary>What the route used up is another one from now on.</summary>
    public virtual void Used(MatrixRow row) { }
}
