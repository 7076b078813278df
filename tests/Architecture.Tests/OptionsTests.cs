using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Latchwork.Architecture.Tests;

/// <summary>Ranges of options are checked at start, not at first use (docs/style.md, "Errors").</summary>
public sealed class OptionsTests
{
    [Fact]
    public void Every_number_and_length_of_an_options_class_has_a_range() =>
        Offenders.None(
            from type in OptionClasses()
            where
                !typeof(IValidatableObject).IsAssignableFrom(type)
                || type.GetProperties().Any(p => p.GetCustomAttribute<ValidationAttribute>() is not null)
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            where property.SetMethod is not null && HasRange(property.PropertyType) && property.GetCustomAttribute<ValidationAttribute>() is null
            select $"{type.FullName}.{property.Name}"
        );

    [Fact]
    public void Every_default_is_inside_its_range() =>
        Offenders.None(
            from type in OptionClasses()
            where type.GetConstructor(Type.EmptyTypes) is not null
            let options = Activator.CreateInstance(type)!
            let broken = Broken(options)
            where broken.Count > 0
            select $"{type.FullName}: {string.Join(' ', broken)}"
        );

    private static List<ValidationResult> Broken(object options)
    {
        var broken = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), broken, validateAllProperties: true);
        return broken;
    }

    private static IEnumerable<Type> OptionClasses() =>
        from project in Projects.All
        from type in Assembly.Load($"Latchwork.{project}").GetTypes()
        where type.Name.EndsWith("Options", StringComparison.Ordinal) && type is { IsClass: true, IsAbstract: false }
        select type;

    private static bool HasRange(Type type)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        return value == typeof(TimeSpan) || value == typeof(int) || value == typeof(long) || value == typeof(double) || value == typeof(decimal);
    }
}
